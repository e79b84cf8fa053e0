package desk

import (
	"context"
	"math"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/face/words/earth"
	"sanad/internal/flow"
)

// sites adds two sites that lie close together, one of which rests on sealed
// material, one far off, and what happened at one of them.
func (w *world) sites() {
	w.t.Helper()
	var open, sealed text.Passage
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) (err error) {
		if open, err = s.Passage(ctx, w.cited); err == nil {
			sealed, err = s.Passage(ctx, w.sealedCited)
		}
		return err
	}))
	var facts []ledger.Fact
	site := func(id, name string, lon, lat, precision float64, p text.Passage) {
		facts = append(facts,
			claim.Made{Claim: "c-n" + id, Case: "main", Entity: id, Schema: "Site", Property: "name", Value: name + w.spice, Original: p.Quote, Passages: []text.Passage{p}},
			claim.Made{Claim: "c-l" + id, Case: "main", Entity: id, Schema: "Site", Property: "location", Value: "there", Original: p.Quote, Passages: []text.Passage{p},
				Shape: &claim.Shape{Form: claim.Point, Points: [][2]float64{{lon, lat}}, Precision: precision}})
	}
	site("e-yard", "The Yard", 60.4, 13.8, 20_000, open)
	site("e-pit", "Pit of "+secretWords, 60.401, 13.801, 100, sealed)
	site("e-far", "Far Shore", 70, 20, 100, open)
	facts = append(facts,
		claim.Made{Claim: "c-ev1", Case: "main", Entity: "e-night", Schema: "Event", Property: "name", Value: "The last night" + w.spice, Original: open.Quote, Passages: []text.Passage{open}},
		claim.Made{Claim: "c-ev2", Case: "main", Entity: "e-night", Schema: "Event", Property: "place", Value: "far", ValueEntity: "e-far", Original: open.Quote, Passages: []text.Passage{open}})
	w.append("kian", facts...)
}

func TestAMapShowsPlacesWithHowExactTheyAre(t *testing.T) {
	w := newWorld(t, "")
	w.sites()
	b := w.as("rana")
	page := b.page("/map?z=6&lat=13.8&lon=60.4")
	spots := page.find("svg.map circle.spot")
	if len(spots) != 1 || len(page.find("svg.map circle.crowd")) != 0 || len(page.find("tbody tr")) != 1 {
		t.Fatalf("%d circles, %d crowds, %d rows", len(spots), len(page.find("svg.map circle.crowd")), len(page.find("tbody tr")))
	}
	if r := spots[0].attrs["r"]; r != "23" { // 20 km at 0.0078125 earth.Degrees a dot
		t.Errorf("a place known to 20 km has the radius %s", r)
	}
	if far := b.page("/map?z=6&lat=20&lon=70"); !strings.Contains(far.text, "The last night") || !strings.Contains(far.text, "Far Shore") {
		t.Error("an event is not where its place is")
	}
	if only := b.page("/map?kind=Site"); strings.Contains(only.text, "The last night") || !strings.Contains(only.text, "Far Shore") {
		t.Error("a map of sites shows others")
	}
	for _, wrong := range []string{"/map?kind=Person", "/map?z=3&lat=x&lon=1", "/map?z=3&lat=NaN&lon=1"} {
		if r := b.get(wrong); r.Code != 400 {
			t.Errorf("%s: status %d", wrong, r.Code)
		}
	}
}

func TestAMapTellsNothingThatIsSealed(t *testing.T) {
	w := newWorld(t, "")
	w.sites()
	for handle, knows := range map[string]bool{"rana": false, "kian": true} {
		page := w.as(handle).page("/map?z=6&lat=13.8&lon=60.4")
		if got := strings.Contains(page.text, secretWords); got != knows {
			t.Errorf("%s is shown the sealed site: %v", handle, got)
		}
		if got := len(page.find("circle.crowd")) == 1; got != knows {
			t.Errorf("%s is shown a crowd of two: %v", handle, got)
		}
	}
}

func TestLandIsWhereItIs(t *testing.T) {
	rings := earth.Land()
	if len(rings) < 100 {
		t.Fatalf("%d rings of land", len(rings))
	}
	for _, ring := range rings {
		if len(ring) < 4 {
			t.Errorf("a ring has %d points", len(ring))
		}
		for i, d := range ring {
			if math.Abs(d.Lat) > 90 || math.Abs(d.Lon) > 400 || i > 0 && math.Abs(d.Lon-ring[i-1].Lon) > 361 {
				t.Fatalf("%v is no place", d)
			}
		}
	}
	for _, c := range []struct {
		name string
		at   earth.Degrees
		want bool
	}{
		{"the middle of Iran", earth.Degrees{Lon: 54, Lat: 33}, true}, {"the South Pole", earth.Degrees{Lon: 0, Lat: -89}, true}, {"Chukotka beyond the line of dates", earth.Degrees{Lon: -175, Lat: 66.5}, true},
		{"the Arabian Sea", earth.Degrees{Lon: 62, Lat: 14}, false}, {"the Caspian Sea", earth.Degrees{Lon: 51, Lat: 42}, false}, {"the middle of the Pacific", earth.Degrees{Lon: -140, Lat: 0}, false},
	} {
		inside := false
		for _, ring := range rings {
			for _, turn := range []float64{-360, 0, 360} {
				if within(ring, earth.Degrees{Lon: c.at.Lon + turn, Lat: c.at.Lat}) {
					inside = !inside
				}
			}
		}
		if inside != c.want {
			t.Errorf("%s is land: %v", c.name, inside)
		}
	}
}

// within reports whether a place lies in a ring, by counting what it crosses.
func within(ring []earth.Degrees, at earth.Degrees) (in bool) {
	for i, a := range ring {
		b := ring[(i+len(ring)-1)%len(ring)]
		if (a.Lat > at.Lat) != (b.Lat > at.Lat) && at.Lon < (b.Lon-a.Lon)*(at.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
			in = !in
		}
	}
	return in
}

func TestEveryMapOfTheEarthIsSmall(t *testing.T) {
	for _, at := range []earth.Degrees{{}, {Lon: 54, Lat: 33}, {Lon: -179, Lat: 66}, {Lon: 10, Lat: 60}, {Lon: 120, Lat: -5}} {
		for zoom := range earth.ZoomMost + 1 {
			view := earth.At(at, zoom)
			if n := len(view.Drawn(earth.Land())) + len(view.Grid())*90; n > 45_000 {
				t.Errorf("the map of %v at %d takes %d bytes", at, zoom, n)
			}
		}
	}
}
