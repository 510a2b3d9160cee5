package picture_test

import (
	"testing"

	"terrier/tiles/picture"
)

func TestUnder(t *testing.T) {
	more := []picture.Mark{{Layer: "x"}, {Layer: "y"}}
	for _, c := range []struct {
		marks []picture.Mark
		want  string
	}{
		{nil, "xy"},
		{[]picture.Mark{{Layer: "a"}, {Layer: "b", Kind: picture.Line}}, "abxy"},
		{[]picture.Mark{{Layer: "a"}, {Layer: "b", Stamp: &picture.Stamp{}}, {Layer: "c"}}, "axybc"},
		{[]picture.Mark{{Layer: "a", Kind: picture.Text}}, "xya"},
	} {
		s := picture.Scene{Marks: c.marks}
		s.Under(more)
		got := ""
		for _, m := range s.Marks {
			got += m.Layer
		}
		if got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
