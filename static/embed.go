package static

import "embed"

//go:embed css/app.css js/wait.js js/field.js img/favicon.svg
var files embed.FS
