package static_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "draw the icons of the web app anew")

// icons are the pictures under which phones show the web app.
var icons = map[string]struct {
	side   int
	corner float64 // radius, as a part of the side; 0 where the phone cuts the shape
	mark   float64 // width of the mark, as a part of the side
}{
	"img/icon-192.png":      {192, .22, .62},
	"img/icon-512.png":      {512, .22, .62},
	"img/icon-maskable.png": {512, 0, .5}, // within the safe zone of W3C's manifest: the middle 80 %
}

// The icons are drawn, not painted: go test ./static -run TestIcons -update.
func TestIconsAreThoseThatAreDrawnHere(t *testing.T) {
	for file, c := range icons {
		var drawn bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&drawn, icon(c.side, c.corner, c.mark)); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(file, drawn.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(kept))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		want, err := png.Decode(&drawn)
		if err != nil {
			t.Fatal(err)
		}
		if !near(got, want) {
			t.Errorf("%s is another picture; run with -update", file)
		}
	}
}

// near allows for the last bit of a floating point sum.
func near(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := color.NRGBAModel.Convert(a.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(b.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B), int(p.A) - int(q.A)} {
				if d < -2 || d > 2 {
					return false
				}
			}
		}
	}
	return true
}

type point struct{ x, y float64 }

// icon is the brand's mark, white on ink: an open ring and a tick (the 28 by
// 28 drawing of templates/part, in its units).
func icon(side int, corner, mark float64) image.Image {
	img := image.NewPaletted(image.Rect(0, 0, side, side), shades())
	s := float64(side)
	unit := s * mark / 24
	for y := range side {
		for x := range side {
			at := point{float64(x) + .5, float64(y) + .5}
			in := point{(at.x-s/2)/unit + 13.8, (at.y-s/2)/unit + 14}
			d := math.Min(arc(in)-1.2, math.Min(segment(in, point{9, 14.2}, point{13.1, 18.3}), segment(in, point{13.1, 18.3}, point{25, 5.2}))-1.4)
			white := clamp(.5 - d*unit)
			body := 1.0
			if corner > 0 {
				body = clamp(.5 - box(point{at.x - s/2, at.y - s/2}, s/2, corner*s))
			}
			img.Pix[img.PixOffset(x, y)] = shade(white, body)
		}
	}
	return img
}

// shades are sixteen steps from nothing to ink, and sixteen from ink to white.
func shades() color.Palette {
	var p color.Palette
	for i := range 16 {
		p = append(p, color.NRGBA{0x2a, 0x3c, 0xc7, uint8(i * 17)})
	}
	for i := range 16 {
		mix := func(ink int) uint8 { return uint8(ink + (255-ink)*(i+1)/16) }
		p = append(p, color.NRGBA{mix(0x2a), mix(0x3c), mix(0xc7), 255})
	}
	return p
}

func shade(white, body float64) uint8 {
	if body < 1 {
		return uint8(math.Round(body * 15))
	}
	if n := uint8(math.Round(white * 16)); n > 0 {
		return 15 + n
	}
	return 15
}

func clamp(v float64) float64 { return math.Max(0, math.Min(1, v)) }

// arc is the distance to the open ring: from (24.3, 10.6) the long way round to
// (18.6, 4) about (14, 14).
func arc(p point) float64 {
	x, y := p.x-14, p.y-14
	angle := math.Atan2(y, x)
	from, to := math.Atan2(4-14, 18.6-14), math.Atan2(10.6-14, 24.3-14) // the gap lies between
	if angle > from && angle < to {
		end := func(a float64) float64 { return math.Hypot(x-11*math.Cos(a), y-11*math.Sin(a)) }
		return math.Min(end(from), end(to))
	}
	return math.Abs(math.Hypot(x, y) - 11)
}

func segment(p, a, b point) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := clamp(((p.x-a.x)*dx + (p.y-a.y)*dy) / (dx*dx + dy*dy))
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// box is the distance to a square with round corners about the middle.
func box(p point, half, r float64) float64 {
	x, y := math.Abs(p.x)-half+r, math.Abs(p.y)-half+r
	return math.Hypot(math.Max(x, 0), math.Max(y, 0)) + math.Min(math.Max(x, y), 0) - r
}
