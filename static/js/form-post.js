// Sends the answer of a sign-in on to the application. Without script the page's button does.
"use strict";
document.getElementById("form-post").submit();
