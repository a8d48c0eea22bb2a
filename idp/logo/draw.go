package logo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// The bounds of a picture: of its file, and of its sides in pixels, as a small
// file can hold a very large picture. side is that of what we make of it, which
// is shown at 40 px.
const (
	maxFile = 64 << 10
	maxSide = 2048
	side    = 120
)

// ErrPicture means that a file is no picture that is shown.
var ErrPicture = errors.New("a logo must be a PNG, JPEG or WebP of at most 64 KiB and 2048 pixels a side")

// reader reads one kind of picture. SVG is none of them: it is a program.
type reader struct {
	magic  string
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func readers() []reader {
	return []reader{
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
		{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
		{"RIFF", webp.DecodeConfig, webp.Decode},
	}
}

// redraw makes a square PNG of a file.
func redraw(file []byte) ([]byte, error) {
	if len(file) > maxFile {
		return nil, ErrPicture
	}
	for _, r := range readers() {
		if !bytes.HasPrefix(file, []byte(r.magic)) {
			continue
		}
		size, err := r.size(bytes.NewReader(file))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPicture, err)
		}
		if size.Width < 1 || size.Height < 1 || size.Width > maxSide || size.Height > maxSide {
			return nil, ErrPicture
		}
		picture, err := r.decode(bytes.NewReader(file))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPicture, err)
		}
		return square(picture)
	}
	return nil, ErrPicture
}

// square draws a picture, all of it, in the middle of a square.
func square(from image.Image) ([]byte, error) {
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	longest := max(w, h)
	w, h = max(1, w*side/longest), max(1, h*side/longest)
	at := image.Rect(0, 0, w, h).Add(image.Pt((side-w)/2, (side-h)/2))
	to := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(to, at, from, from.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	if err := png.Encode(&out, to); err != nil {
		return nil, fmt.Errorf("draw a logo: %w", err)
	}
	return out.Bytes(), nil
}
