package web_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"terrier/plans/area"
	"terrier/plans/web"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{web.Thousands(0), "0"}, {web.Thousands(999), "999"}, {web.Thousands(1000), "1,000"}, {web.Thousands(1234567), "1,234,567"}, {web.Thousands(-1000), "-1,000"},
		{web.Hectares(84.25), "84.3"}, {web.Hectares(1234.56), "1,234.6"}, {web.PerimeterKm(4.666), "4.67"},
		{web.Percent(1, 49), ""}, {web.Percent(25, 50), "50%"}, {web.Percent(1, 1000), "<1%"}, {web.Percent(0, 100), "0%"},
		{web.Pounds(-1), ""}, {web.Pounds(0), "£0.00"}, {web.Pounds(123456789), "£1,234,567.89"},
		{web.LongDate(time.Time{}), ""}, {web.LongDate(day(2026, 6, 3)), "3 June 2026"},
		{area.Title("Hollin Vale"), "Hollin Vale plan area"}, {area.Title("Hollin Neighbourhood Area"), "Hollin Neighbourhood Area"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	site := populated(t).site()
	want := get(t, site, "/").status(200).Body.String()
	var readers sync.WaitGroup
	for range 24 {
		readers.Go(func() {
			if a := ask(t, site, http.MethodGet, "/", ""); a.Code != 200 || a.Body.String() != want {
				t.Errorf("one of many readers got %d and %d bytes", a.Code, a.Body.Len())
			}
		})
	}
	readers.Wait()
}
