package picture_test

import (
	"context"
	"testing"

	"terrier/tiles/picture"
)

// BenchmarkPicture is a picture of 640 by 400 from tiles that are there: of 1,200 homes, streets, areas and cells of the small town that the tests draw.
func BenchmarkPicture(b *testing.B) {
	tiles, view := town(b), townView(640, 400)
	document := document(b, "light")
	scene, err := picture.Compose(context.Background(), tiles, document, view, picture.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("compose", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := picture.Compose(context.Background(), tiles, document, view, picture.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("raster", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			picture.Raster(scene, 1)
		}
	})
	b.Run("png", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			picture.PNG(scene, 1)
		}
	})
	b.Run("svg", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			picture.SVG(scene)
		}
	})
}
