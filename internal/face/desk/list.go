package desk

import (
	"context"
	"strconv"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/fail"
)

type listPage struct {
	frame
	pager
	List        person.List
	About       []aboutLine
	Versions    []listVersion
	Mentions    []person.Mention
	Gone        []person.Mention // rows that the newest version has no more
	MoreGone    bool
	MayDescribe bool
}

// aboutLine is one thing known of a list as a source: the name of its field in
// the form, its key of words, its value.
type aboutLine struct{ Name, Value string }

// listVersion is what was read of a list at one time, and how many rows came
// with it.
type listVersion struct {
	person.List
	Came   int // rows that no version before has
	Newest bool
}

// shownGone is how many retired rows a page lists.
const shownGone = 200

func showList(ctx context.Context, v *visit) (view, error) {
	after, err := v.index("after")
	if err != nil {
		return nil, err
	}
	p := &listPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.List, err = s.list(ctx, v.r.PathValue("list")); err != nil {
			return err
		}
		p.MayDescribe = v.mayIn(p.List.Case, guard.ToClaim)
		p.About = aboutLines(p.List.About)
		versions, err := s.ListVersions(ctx, p.List.List)
		if err != nil {
			return err
		}
		next, err := p.rows(ctx, s, after, versions)
		p.pager = v.part("after", next)
		return err
	})
}

// rows walks the rows of the list once: for the part that is shown, for those
// that are gone, and to count what came with each version.
func (p *listPage) rows(ctx context.Context, s *sight, after int64, versions []person.List) (next string, err error) {
	came := map[int]int{}
	err = s.Mentions(ctx, p.List.Case, p.List.List, func(m person.Mention) error {
		came[max(m.Version, 1)]++
		if m.Retired {
			if p.MoreGone = len(p.Gone) >= shownGone; !p.MoreGone {
				p.Gone = append(p.Gone, m)
			}
			return nil
		}
		switch {
		case m.Index <= after || next != "":
		case len(p.Mentions) == pageRows:
			next = strconv.FormatInt(p.Mentions[pageRows-1].Index, 10)
		default:
			p.Mentions = append(p.Mentions, m)
		}
		return nil
	})
	for i, l := range versions {
		p.Versions = append(p.Versions, listVersion{l, came[l.Version], i == len(versions)-1})
	}
	return next, err
}

// aboutLines gives all that can be known of a list, in the order of the form.
func aboutLines(a mapping.About) []aboutLine {
	return []aboutLine{{"made_by", a.MadeBy}, {"author", a.Author}, {"made", a.Made}, {"period", a.Period}, {"area", a.Area},
		{"definition", a.Definition}, {"excludes", a.Excludes}, {"obtained", a.Obtained}, {"copies", strings.Join(a.Copies, "\n")}, {"note", a.Note}}
}

// describeList records what is known of a list as a source.
func describeList(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("list")
	err := v.look(ctx, func(ctx context.Context, s *sight) error {
		_, err := s.list(ctx, id)
		return err
	})
	if err != nil {
		return "", err
	}
	reason := strings.TrimSpace(v.field("reason"))
	if reason == "" {
		return "", fail.New(fail.Usage, "what is known of a list rests on something: say on what")
	}
	if err := flow.DescribeList(ctx, v.archive(), v.actor, id, v.aboutField(), reason); err != nil {
		return "", err
	}
	return "/lists/" + id + "?done=described", nil
}

// aboutField reads what a form says of a list as a source.
func (v *visit) aboutField() mapping.About {
	get := func(name string) string { return strings.TrimSpace(v.field(name)) }
	about := mapping.About{MadeBy: get("made_by"), Author: get("author"), Made: get("made"), Period: get("period"), Area: get("area"), Definition: get("definition"),
		Excludes: get("excludes"), Obtained: get("obtained"), Note: get("note"), Repeats: v.field("repeats") != ""}
	for line := range strings.Lines(get("copies")) {
		if line = strings.TrimSpace(line); line != "" {
			about.Copies = append(about.Copies, line)
		}
	}
	return about
}

func (v *sight) list(ctx context.Context, id string) (person.List, error) {
	all, err := v.Lists(ctx, "")
	if err != nil {
		return person.List{}, err
	}
	for _, l := range all {
		if l.List == id {
			return l, nil
		}
	}
	return person.List{}, absent("list", id)
}
