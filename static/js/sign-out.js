// Goes on once every application's frame has come, which the page's own load waits for, or after five seconds: an application that
// does not answer keeps nobody. It has no words.
"use strict";
(() => {
  const on = document.getElementById("back");
  let gone = false;
  const go = () => {
    if (gone) return;
    gone = true;
    location.replace(on.href);
  };
  if (document.readyState === "complete") go();
  addEventListener("load", go);
  setTimeout(go, 5000);
})();
