package logo

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

// Whatever a client shows, what we serve is a PNG of ours, of one size.
func FuzzRedraw(f *testing.F) {
	picture := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, picture); err != nil {
		f.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, picture, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(asPNG.Bytes())
	f.Add(asJPEG.Bytes())
	// One pixel, without loss.
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	// A canvas of one pixel, and a picture of 16384 a side in it.
	f.Add([]byte("RIFF\x2c\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00VP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x1f\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		drawn, err := redraw(file)
		if err != nil {
			if drawn != nil {
				t.Error("refused, and drawn")
			}
			return
		}
		got, err := png.Decode(bytes.NewReader(drawn))
		if err != nil || got.Bounds() != image.Rect(0, 0, side, side) {
			t.Errorf("%q became %v: %v", file, got, err)
		}
		if again, err := redraw(drawn); len(drawn) <= maxFile && (err != nil || len(again) == 0) {
			t.Errorf("%q became what cannot be drawn: %v", file, err)
		}
	})
}
