// For browsers that know no modules: they do not read what wait.js is written in, so the page asks anew by itself.
setTimeout(function () { location.reload(); }, 3000);
