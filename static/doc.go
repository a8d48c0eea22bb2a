// Package static is the files that pages load: the stylesheet, two small
// scripts and the icon.
//
// It owns the files, their public names and how they are served.
//
// It asks nothing: the files are in the binary.
//
// It promises:
//  1. A name holds a digest of the content, so that a browser may keep the
//     file for good, and a new version is a new name.
//  2. Only what is embedded is served; no path reaches the disk.
package static
