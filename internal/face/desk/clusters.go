package desk

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"sanad/internal/core/linkage"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type clustersPage struct {
	frame
	pager
	linkedCase
	Level     linkage.Certainty
	Levels    []levelLine
	Unlinked  bool
	One       bool // it shows one person that was asked for
	People    []personCard
	Conflicts [][]person.Mention
}

// personCard is the rows of one person; the first names it.
type personCard struct {
	ID   string
	Rows []person.Mention
}

// clustersShown is how many people, and how many conflicts, a page shows.
const clustersShown = 25

// sendClusters answers with people at a level, or sends on from the id of a row
// to the person whose row it is.
func sendClusters(w http.ResponseWriter, v *visit) error {
	if of := v.query("of"); of != "" {
		return do(func(ctx context.Context, v *visit) (string, error) { return personAddress(ctx, v, of) })(w, v)
	}
	return show("clusters", showClusters)(w, v)
}

// asksLevel reads which level is asked for; what people judged, if none is.
func (v *visit) asksLevel() (linkage.Certainty, error) {
	if v.query("level") == "" {
		return flow.Judged, nil
	}
	return flow.ParseLevel(v.query("level"))
}

// personAddress gives the page of the person whose row a mention is.
func personAddress(ctx context.Context, v *visit, of string) (address string, err error) {
	level, err := v.asksLevel()
	if err != nil {
		return "", err
	}
	err = v.look(ctx, func(ctx context.Context, s *sight) error {
		m, err := s.Mention(ctx, of)
		if err != nil {
			return err
		}
		l, err := v.linkedOf(ctx, s, m.Case)
		if err != nil {
			return err
		}
		if l.Unlinked {
			level = flow.Judged
		}
		one, err := l.PersonOf(level, of)
		if err == nil {
			address = "/people/clusters?" + url.Values{"case": {m.Case}, "level": {string(level)}, "person": {one.ID()}}.Encode()
		}
		return err
	})
	return address, err
}

func showClusters(ctx context.Context, v *visit) (view, error) {
	from, err := v.number("from")
	if err != nil {
		return nil, err
	}
	p := &clustersPage{One: v.query("person") != ""}
	if p.Level, err = v.asksLevel(); err != nil {
		return nil, err
	}
	return p, v.lookLinked(ctx, &p.linkedCase, func(ctx context.Context, s *sight, l *flow.Linked) (err error) {
		if p.Unlinked = l.Unlinked; p.Unlinked {
			p.Level = flow.Judged
		}
		g, err := v.gatheredOf(ctx, s, l)
		if err != nil {
			return err
		}
		p.Levels = g.levelLines(p.Level)
		if p.One {
			return p.person(ctx, s, l, v.query("person"))
		}
		next, err := p.part(ctx, s, l, from)
		p.pager = v.part("from", next)
		return err
	})
}

// person shows one person, and leads to the same one at the other levels.
func (p *clustersPage) person(ctx context.Context, s *sight, l *flow.Linked, of string) error {
	one, err := l.PersonOf(p.Level, of)
	if err != nil {
		return err
	}
	for i := range p.Levels {
		p.Levels[i].Href = "/people/clusters?" + url.Values{"of": {of}, "level": {string(p.Levels[i].Level)}}.Encode()
	}
	rows, err := s.mentions(ctx, one)
	p.People = []personCard{{one.ID(), rows}}
	return err
}

// part shows the people of more than one row, a part at a time, and before
// the first of them what contradicts itself.
func (p *clustersPage) part(ctx context.Context, s *sight, l *flow.Linked, from int) (next string, err error) {
	for i, c := range l.Conflicts {
		if from > 0 || i == clustersShown {
			break
		}
		rows, err := s.mentions(ctx, []string{c.Left, c.Right})
		if err != nil {
			return "", err
		}
		p.Conflicts = append(p.Conflicts, rows)
	}
	people := l.At(p.Level)
	for i := from; i < len(people); i++ {
		if len(people[i]) < 2 {
			continue
		}
		if len(p.People) == clustersShown {
			return strconv.Itoa(i), nil
		}
		rows, err := s.mentions(ctx, people[i])
		if err != nil {
			return "", err
		}
		p.People = append(p.People, personCard{people[i].ID(), rows})
	}
	return "", nil
}

// mentions looks rows up; one that is not there any more is left out.
func (v *sight) mentions(ctx context.Context, ids []string) ([]person.Mention, error) {
	var out []person.Mention
	for _, id := range ids {
		m, err := v.Mention(ctx, id)
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
