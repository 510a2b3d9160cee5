package web_test

import (
	"strings"
	"testing"
	"time"

	"terrier/plans/web"
)

// Until homes that an association has sent are in a public release its page and files say so, and of the homes nothing.
func TestSentHomes(t *testing.T) {
	const comes = "has sent its homes. Figures come with the next public release."
	w := populated(t)
	w.openHomes(t, "Quiet Homes", 120, 437100, 437100)
	w.openHomes(t, "Beck Housing", 100, 435100, 434100) // which publishes four besides
	site := web.New(w.config(w.released(t)))
	quiet := get(t, site, "/associations/quiet-homes", "Accept", browser).status(200)
	quiet.says("Quiet Homes " + comes).says("No figure here")
	if text := textOf(quiet.page().one("main")); strings.Contains(text, "120") || strings.Contains(text, "Publishes no stock data") {
		t.Errorf("%s", text)
	}
	get(t, site, "/associations/beck-housing", "Accept", browser).status(200).says("Beck Housing " + comes).says("More homes are to come")
	get(t, site, "/associations?all=yes", "Accept", browser).status(200).says("Sent, in figures with the next public release")
	if one := get(t, site, "/associations/quiet-homes.json").status(200).json()["association"].(map[string]any); one["sent-homes"] != "yes" {
		t.Errorf("%v", one)
	}
	if one := get(t, site, "/associations/ashdale-homes.json").status(200).json()["association"].(map[string]any); one["sent-homes"] != nil {
		t.Errorf("%v", one)
	}
	get(t, site, "/associations/quiet-homes.csv").status(200).says("sent-homes")
	w.buildRelease(t)
	w.wait(2 * time.Minute) // nothing remembered is answered again
	site = web.New(w.config(w.released(t)))
	if text := get(t, site, "/associations/quiet-homes", "Accept", browser).status(200).says("In the public release 2026-11-23").Body.String(); strings.Contains(text, "has sent") {
		t.Errorf("%s", text)
	}
}
