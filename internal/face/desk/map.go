package desk

import (
	"cmp"
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"

	"sanad/internal/core/claim"
	"sanad/internal/face/words/earth"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// mapPage is where places, sites and events are said to be, each with how
// exact its source is. The table below the picture says the same.
type mapPage struct {
	frame
	Cases  []caseLine
	Case   string
	Kinds  []string
	Kind   string
	View   *earth.View
	Land   string
	Grid   []earth.GridLine
	Scale  earth.ScaleBar
	Marks  []mapMark
	Moves  []mapMove
	Things []*mapThing // in view
	Beyond int         // that lie elsewhere
	Cut    int         // in view, and not in the table
	More   bool        // there are more than one map holds
}

// mapThing is a thing where one claim puts it.
type mapThing struct {
	claim.Claim        // of the place
	ID, Kind    string // the thing: the place itself or what happened there
	Name        string
	At          string // the name of the place, where the thing is none
	mid         earth.Degrees
	reach       float64 // metres
}

// mapMark is a thing in the picture, or several that would lie on each other.
type mapMark struct {
	X, Y, R  int
	Count    int
	Name     string
	Href     string
	Shape    string // of a line or an area
	Standing claim.Standing
}

// mapMove leads to the map elsewhere.
type mapMove struct{ Key, Href string }

// The most a map holds, and its table shows.
const (
	mapMost  = 2000
	mapTable = 40
	mapCrowd = 40 // dots within which places are put together
	mapLeast = 5  // the radius of a place that is known to the dot
)

func mapKinds() []string { return []string{"Place", "Site", "Event"} }

func showMap(ctx context.Context, v *visit) (view, error) {
	p := &mapPage{Kinds: mapKinds(), Case: v.query("case"), Kind: v.query("kind")}
	if p.Kind != "" && !slices.Contains(p.Kinds, p.Kind) {
		return nil, fail.New(fail.Usage, "no map is of %q", p.Kind).Do("choose one of Place, Site, Event")
	}
	var things []*mapThing
	err := v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Cases, err = v.caseLines(ctx, s, true, p.Case); err != nil {
			return err
		}
		things, err = p.read(ctx, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.View, err = v.mapView(things); err != nil {
		return nil, err
	}
	p.draw(things)
	return p, nil
}

// mapView reads which part of the earth the address asks for.
func (v *visit) mapView(things []*mapThing) (*earth.View, error) {
	if v.query("z") == "" {
		shapes := make([]*claim.Shape, len(things))
		for i, t := range things {
			shapes[i] = t.Shape
		}
		return earth.Fitting(shapes), nil
	}
	zoom, err := v.number("z")
	if err != nil {
		return nil, err
	}
	var at [2]float64
	for i, name := range []string{"lat", "lon"} {
		if at[i], err = strconv.ParseFloat(v.query(name), 64); err != nil || math.IsNaN(at[i]) || math.Abs(at[i]) > 360 {
			return nil, fail.New(fail.Usage, "%q is no degree of the earth", v.query(name))
		}
	}
	return earth.At(earth.Degrees{Lon: at[1], Lat: at[0]}, zoom), nil
}

// read finds where places are said to be, and what happened there.
func (p *mapPage) read(ctx context.Context, s *sight) (things []*mapThing, err error) {
	located := map[string][]claim.Claim{}
	var ids []string
	n := 0
	err = flow.Walked(s.Claims(ctx, flow.ClaimFilter{Case: p.Case, Property: "location", After: -1}, func(c claim.Claim) error {
		if c.Shape == nil || !c.Standing.Stands() || c.Standing == claim.Superseded {
			return nil
		}
		if n++; n > mapMost {
			p.More = true
			return flow.ErrEnough
		}
		if located[c.Entity] == nil {
			ids = append(ids, c.Entity)
		}
		located[c.Entity] = append(located[c.Entity], c)
		return nil
	}))
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	if err := flow.Names(ctx, s, ids, names); err != nil {
		return nil, err
	}
	for _, id := range ids {
		for _, c := range located[id] {
			if p.Kind == "" || p.Kind == c.Schema {
				things = append(things, thingAt(c, id, c.Schema, names[id], ""))
			}
		}
	}
	if p.Kind != "" && p.Kind != "Event" {
		return things, nil
	}
	events, err := p.events(ctx, s, ids, located, names)
	return append(things, events...), err
}

// events finds what happened at places whose position is known.
func (p *mapPage) events(ctx context.Context, s *sight, ids []string, located map[string][]claim.Claim, names map[string]string) (things []*mapThing, err error) {
	var happened []claim.Claim
	for some := range slices.Chunk(ids, flow.MaxOf) {
		f := flow.ClaimFilter{Case: p.Case, Property: "place", Schema: "Event", Valued: some, After: -1, Limit: mapMost}
		err := s.Claims(ctx, f, func(c claim.Claim) error {
			if c.Standing.Stands() && c.Standing != claim.Superseded {
				happened = append(happened, c)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var events []string
	for _, c := range happened {
		events = append(events, c.Entity)
	}
	if err := flow.Names(ctx, s, events, names); err != nil {
		return nil, err
	}
	for _, c := range happened {
		for _, at := range located[c.ValueEntity] {
			if len(things) == mapMost {
				p.More = true
				return things, nil
			}
			things = append(things, thingAt(at, c.Entity, "Event", names[c.Entity], names[c.ValueEntity]))
		}
	}
	return things, nil
}

func thingAt(c claim.Claim, id, kind, name, at string) *mapThing {
	t := &mapThing{Claim: c, ID: id, Kind: kind, Name: name, At: at}
	t.mid, t.reach = earth.Middle(c.Shape)
	return t
}

// draw puts things into the picture, those that would lie on each other as one.
func (p *mapPage) draw(things []*mapThing) {
	p.Land, p.Grid, p.Scale = p.View.Drawn(earth.Land()), p.View.Grid(), p.View.Scale()
	kept := url.Values{}
	for name, value := range map[string]string{"case": p.Case, "kind": p.Kind} {
		if value != "" {
			kept.Set(name, value)
		}
	}
	var crowds []mapCrowded
	for _, t := range things {
		at := p.View.Spot(t.mid)
		if at.X < 0 || at.Y < 0 || at.X >= earth.Width || at.Y >= earth.Height {
			p.Beyond++
			continue
		}
		p.Things = append(p.Things, t)
		c := slices.IndexFunc(crowds, func(c mapCrowded) bool { return math.Hypot(c.at.X-at.X, c.at.Y-at.Y) < mapCrowd })
		if c < 0 {
			c = len(crowds)
			crowds = append(crowds, mapCrowded{at: at})
		}
		crowds[c].things = append(crowds[c].things, t)
	}
	for _, c := range crowds {
		p.mark(c.things, kept)
	}
	// What is known least exactly lies below what is known better.
	slices.SortStableFunc(p.Marks, func(a, b mapMark) int { return cmp.Compare(b.R, a.R) })
	if len(p.Things) > mapTable {
		p.Cut, p.Things = len(p.Things)-mapTable, p.Things[:mapTable]
	}
	p.moves(kept)
}

// mapCrowded is what stands close to one spot of the picture.
type mapCrowded struct {
	at     earth.Spot
	things []*mapThing
}

// mark draws what stands close together.
func (p *mapPage) mark(crowd []*mapThing, kept url.Values) {
	if len(crowd) > 1 && p.View.Zoom < earth.ZoomMost {
		var mid earth.Spot
		for _, t := range crowd {
			at := p.View.Spot(t.mid)
			mid.X, mid.Y = mid.X+at.X/float64(len(crowd)), mid.Y+at.Y/float64(len(crowd))
		}
		p.Marks = append(p.Marks, mapMark{X: int(mid.X), Y: int(mid.Y), R: 15, Count: len(crowd),
			Href: mapAddress(kept, p.View.Moved(mid.X-earth.Width/2, mid.Y-earth.Height/2, 2))})
		return
	}
	for _, t := range crowd {
		at := p.View.Spot(t.mid)
		m := mapMark{X: int(at.X), Y: int(at.Y), R: max(mapLeast, int(math.Round(p.View.Dots(t.reach)))), Name: t.Name, Href: "/entities/" + t.ID, Standing: t.Standing}
		if m.Name == "" {
			m.Name = t.ID
		}
		m.Shape = p.View.Path(*t.Shape)
		p.Marks = append(p.Marks, m)
	}
}

// mapAddress is the map of a view.
func mapAddress(kept url.Values, m *earth.View) string {
	q := url.Values{}
	for name := range kept {
		q[name] = kept[name]
	}
	q.Set("z", strconv.Itoa(m.Zoom))
	q.Set("lat", strconv.FormatFloat(m.Mid.Lat, 'f', 5, 64))
	q.Set("lon", strconv.FormatFloat(m.Mid.Lon, 'f', 5, 64))
	return "/map?" + q.Encode() + "#map"
}

// moves gives the links to the map elsewhere, nearer and farther.
func (p *mapPage) moves(kept url.Values) {
	add := func(key string, right, down float64, nearer int) {
		p.Moves = append(p.Moves, mapMove{key, mapAddress(kept, p.View.Moved(right, down, nearer))})
	}
	if p.View.Zoom < earth.ZoomMost {
		add("nearer", 0, 0, 1)
	}
	if p.View.Zoom > 0 {
		add("farther", 0, 0, -1)
		add("north", 0, -earth.Height/2, 0)
		add("south", 0, earth.Height/2, 0)
		add("west", -earth.Width/2, 0, 0)
		add("east", earth.Width/2, 0, 0)
		p.Moves = append(p.Moves, mapMove{"all", "/map?" + kept.Encode()})
	}
}
