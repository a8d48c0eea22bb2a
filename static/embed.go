package static

import "embed"

//go:embed css/app.css js/wait.js js/field.js js/passkey.js js/return.js js/form-post.js js/sign-out.js js/plain.js img/favicon.svg img/icon-192.png img/icon-512.png img/icon-maskable.png
var files embed.FS
