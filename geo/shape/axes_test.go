package shape_test

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

func TestWhatCoordinatesLookLike(t *testing.T) {
	for name, c := range map[string]struct {
		at                                   orb.Point
		britain, swapped, national, mercator bool
	}{
		"Altrincham":                  {at: orb.Point{-2.3547, 53.3838}, britain: true},
		"Altrincham, latitude first":  {at: orb.Point{53.3838, -2.3547}, swapped: true},
		"Altrincham on the grid":      {at: orb.Point{376_500, 387_900}, national: true},
		"Altrincham on the web map":   {at: orb.Point{-262_124, 7_050_614}, mercator: true},
		"Lerwick":                     {at: orb.Point{-1.1447, 60.1545}, britain: true},
		"Out Stack":                   {at: orb.Point{-0.873, 60.861}, britain: true},
		"St Kilda":                    {at: orb.Point{-8.58, 57.81}, britain: true},
		"Lowestoft Ness":              {at: orb.Point{1.7629, 52.4811}, britain: true},
		"Bishop Rock":                 {at: orb.Point{-6.445, 49.873}, britain: true},
		"South Foreland":              {at: orb.Point{1.37, 51.14}, britain: true},
		"Dungeness":                   {at: orb.Point{0.98, 50.91}, britain: true},
		"Beachy Head":                 {at: orb.Point{0.25, 50.73}, britain: true},
		"the Smalls":                  {at: orb.Point{-5.67, 51.72}, britain: true},
		"Holyhead":                    {at: orb.Point{-4.70, 53.31}, britain: true},
		"Douglas, Isle of Man":        {at: orb.Point{-4.48, 54.15}, britain: true},
		"Corsewall Point":             {at: orb.Point{-5.16, 55.01}, britain: true},
		"Mull of Kintyre":             {at: orb.Point{-5.81, 55.29}, britain: true},
		"Mull of Oa":                  {at: orb.Point{-6.30, 55.59}, britain: true},
		"Dublin":                      {at: orb.Point{-6.26, 53.35}},
		"Belfast":                     {at: orb.Point{-5.93, 54.60}},
		"Burr Point":                  {at: orb.Point{-5.433, 54.48}},
		"Torr Head":                   {at: orb.Point{-6.07, 55.20}},
		"Rathlin":                     {at: orb.Point{-6.2, 55.29}},
		"Malin Head":                  {at: orb.Point{-7.37, 55.38}},
		"Carnsore Point":              {at: orb.Point{-6.36, 52.17}},
		"Belfast, latitude first":     {at: orb.Point{54.60, -5.93}},
		"Calais":                      {at: orb.Point{1.85, 50.95}},
		"Cap Gris-Nez":                {at: orb.Point{1.58, 50.87}},
		"Dieppe":                      {at: orb.Point{1.08, 49.92}},
		"St Helier":                   {at: orb.Point{-2.1, 49.18}},
		"Paris":                       {at: orb.Point{2.35, 48.86}},
		"Null Island":                 {at: orb.Point{0, 0}},
		"the corner of the grid":      {at: orb.Point{700_000, 1_250_000}, national: true},
		"beyond the grid":             {at: orb.Point{700_001, 5000}},
		"grid metres near the origin": {at: orb.Point{181, 50}, national: true},
		"NaN":                         {at: orb.Point{nan, nan}},
		"half NaN":                    {at: orb.Point{nan, 53}},
	} {
		t.Run(name, func(t *testing.T) {
			for what, f := range map[string]struct {
				got  func(orb.Point) bool
				want bool
			}{
				"InBritain": {shape.InBritain, c.britain}, "LooksSwapped": {shape.LooksSwapped, c.swapped},
				"LooksLikeEastingNorthing": {shape.LooksLikeEastingNorthing, c.national}, "LooksLikeWebMercator": {shape.LooksLikeWebMercator, c.mercator},
			} {
				if f.got(c.at) != f.want {
					t.Errorf("%s is %v", what, !f.want)
				}
			}
		})
	}
}
