package flow

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
)

// shows tells which fields of an event may leave in a release. A kind or field
// that is not named here stays closed: a new field must be thought about
// before it can leave. Sources, notes, file names (which carry names of people
// and of the machines they come from) and the handles of staff stay closed;
// only who asked for and approved a release is shown, for that is what four
// eyes rest on. What an item was taken out of is shown where that leaves too:
// the SHA-256 of a mailbox that stays inside would tell who has the same one.
// Which claim another replaces stays closed: that one was withdrawn, so it stays
// inside, and its identifier is a hash that who guesses what it said can try.
func (o opening) shows(e ledger.Event) (func(field string) bool, error) {
	open := opens(e.Kind)
	if e.Kind == (custody.Acquired{}).Kind() {
		err := ledger.Take(e, func(f *custody.Acquired) error {
			if f.Parent != nil && o.leaves[*f.Parent] {
				open = append(open, "parent")
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if e.Kind == (disclosure.ExhibitNumbered{}).Kind() {
		err := ledger.Take(e, func(f *disclosure.ExhibitNumbered) error {
			if !o.leaves[f.Item] {
				open = slices.DeleteFunc(open, func(name string) bool { return name == "item" })
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	closed := o.closed[e.Index]
	if !o.words.None() {
		told, err := o.tells(e)
		if err != nil {
			return nil, err
		}
		closed = append(slices.Clone(closed), told...)
	}
	return func(field string) bool { return slices.Contains(open, field) && !slices.Contains(closed, field) }, nil
}

// opening is what decides, beside the kind of an event, what of it is shown. The
// zero value is that of a thing which leaves alone.
type opening struct {
	leaves map[custody.Sum]bool // originals whose SHA-256 leaves
	closed map[int64][]string   // by entry
	words  disclosure.Words
}

// openingOf gives what a plan lets be shown.
func openingOf(plan disclosure.Plan) opening {
	o := opening{leaves: map[custody.Sum]bool{}, closed: map[int64][]string{}, words: plan.Words}
	for _, item := range plan.Items {
		o.leaves[item] = true
	}
	for _, c := range plan.Copies {
		o.leaves[c.Item] = !c.Hidden
	}
	for _, c := range plan.Claims {
		if len(c.Closed) > 0 {
			o.closed[c.Index] = c.Closed
		}
	}
	return o
}

// tells gives the fields in which somebody who decided said one of the words that
// must not leave.
func (o opening) tells(e ledger.Event) (fields []string, err error) {
	var said map[string]json.RawMessage
	if err := json.Unmarshal(e.Body, &said); err != nil {
		return nil, err
	}
	for _, field := range []string{"reason", "grounds"} {
		told, err := spoken(said[field])
		if err != nil {
			return nil, err
		}
		if o.words.In(told) {
			fields = append(fields, field)
		}
	}
	return fields, nil
}

// spoken gives the texts of a value as they were said: in JSON a line break before a
// name is a letter that would be taken for the first of it.
func spoken(raw json.RawMessage) (string, error) {
	if len(raw) == 0 {
		return "", nil
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return "", err
	}
	var out strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			out.WriteString(v + "\n")
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, key := range sortedKeys(v) {
				walk(v[key])
			}
		}
	}
	walk(value)
	return out.String(), nil
}

// opens gives the fields of a kind that may leave whatever else does.
func opens(kind ledger.Kind) (open []string) {
	switch kind {
	case custody.Opened{}.Kind():
		open = []string{"@time", "accession", "case", "label"}
	case custody.Acquired{}.Kind():
		open = []string{"@time", "accession", "item", "bytes", "media_type"}
	case text.Read{}.Kind():
		open = []string{"@time", "item", "engine", "version", "rendition", "form", "parts", "encoding", "step", "health"}
	case claim.Made{}.Kind():
		open = []string{"@time", "claim", "case", "entity", "schema", "property", "value", "value_entity", "original", "lang", "script", "passages", "says", "source_grade", "info_grade", "flags", "grounds", "date", "quantity", "shape", "valid"}
	case claim.Withdrawn{}.Kind(), claim.Preferred{}.Kind(), claim.Accepted{}.Kind(), claim.Disputed{}.Kind():
		open = []string{"@time", "claim", "reason"}
	case claim.Graded{}.Kind():
		open = []string{"@time", "claim", "source_grade", "info_grade", "reason"}
	case claim.Flagged{}.Kind():
		open = []string{"@time", "claim", "flag", "lifted", "reason"}
	case person.ListRevised{}.Kind():
		open = []string{"@time", "list", "version", "item", "mapping", "fingerprint", "rows"}
	case person.ListImported{}.Kind():
		open = []string{"@time", "list", "name", "case", "item", "mapping", "fingerprint", "rows"}
	case person.Mentioned{}.Kind():
		open = []string{"@time", "mention", "list", "row", "row_id", "name"}
	case person.Judged{}.Kind():
		open = []string{"@time", "left", "right", "verdict", "relation", "reason"}
	case finding.Made{}.Kind():
		open = []string{"@time", "finding", "case", "about", "conclusion", "lang", "standard", "method", "reasons", "claims", "against", "needs", "replaces"}
	case finding.Confirmed{}.Kind():
		open = []string{"@time", "finding", "sum"}
	case disclosure.ExhibitNumbered{}.Kind():
		open = []string{"@time", "case", "item", "version", "prefix", "first", "pages"}
	case disclosure.Requested{}.Kind():
		open = []string{"@time", "@actor", "release", "case", "title", "audience", "claims", "items", "withheld", "plan"}
	case disclosure.Approved{}.Kind():
		open = []string{"@time", "@actor", "release", "plan"}
	case disclosure.SupersededBy{}.Kind():
		open = []string{"@time", "release", "by"}
	case disclosure.Recalled{}.Kind(): // those who have it are told; why stays inside
		open = []string{"@time", "release", "notice"}
	case disclosure.Built{}.Kind():
		open = []string{"@time", "release", "manifest", "files", "bytes"}
	}
	return open
}

// events gives the entries a release rests on, ascending: how its originals came
// into custody and were read, its claims and their turns, the rows and lists they
// speak of, and the judgements between those.
func (p *planner) events(ctx context.Context) ([]int64, error) {
	set := map[int64]bool{}
	for _, gather := range []func() error{
		func() error { return p.custodyEvents(ctx, set) },
		func() error { return claimEvents(ctx, p.s, p.plan, set) },
		func() error { return personEvents(ctx, p.s, p.o.Case, p.plan, set) },
		func() error { return findingEvents(p.plan, set) },
	} {
		if err := gather(); err != nil {
			return nil, err
		}
	}
	return sortedIndexes(set), nil
}

// custodyEvents adds how originals whose SHA-256 leaves came into custody, and, of
// those that leave as they are, how they were read: what was read of others is
// words that must not leave.
func (p *planner) custodyEvents(ctx context.Context, set map[int64]bool) error {
	for _, item := range p.plan.Items {
		opened, err := p.taken(ctx, item, set)
		if err != nil {
			return err
		}
		if err := readingEvents(ctx, p.s, item, opened, set); err != nil {
			return err
		}
	}
	for _, c := range p.plan.Copies {
		if c.Hidden {
			continue
		}
		if _, err := p.taken(ctx, c.Item, set); err != nil {
			return err
		}
	}
	return nil
}

// taken adds the acquisitions of an original that may be told of, with their
// accessions, and gives the first.
func (p *planner) taken(ctx context.Context, item custody.Sum, set map[int64]bool) (int64, error) {
	steps, err := p.s.Steps(ctx, item)
	if err != nil {
		return 0, err
	}
	own, others := map[int64]int64{}, map[int64]int64{} // entries of acquisitions, and of their accessions
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		acc, tell := p.items[item].from[step.Accession]
		switch {
		case !tell: // that a sealed source gave it too stays inside
		case acc.Case == p.o.Case:
			own[step.Index] = acc.Index
		default:
			others[step.Index] = acc.Index
		}
	}
	if len(own) == 0 {
		own = others // else, that another case holds it too stays inside
	}
	opened := int64(-1)
	for taken, accession := range own {
		set[taken], set[accession] = true, true
		if opened < 0 || taken < opened {
			opened = taken
		}
	}
	return opened, nil
}

// readingEvents adds the readings of an item. One made while it was sealed
// would tell of that by its number: where the item was read again to the same
// rendition, that reading stands for it.
func readingEvents(ctx context.Context, s State, item custody.Sum, opened int64, set map[int64]bool) error {
	all, err := s.Renditions(ctx, item)
	if err != nil {
		return err
	}
	for _, r := range all {
		again := r.Index < opened && slices.ContainsFunc(all, func(later text.Rendition) bool { return later.Index > opened && later.Sum == r.Sum })
		if r.Form != text.Fields && !again { // what describes a file names people and machines
			set[r.Index] = true
		}
	}
	return nil
}

func claimEvents(ctx context.Context, s State, plan disclosure.Plan, set map[int64]bool) error {
	for _, c := range plan.Claims {
		set[c.Index] = true
		if !c.Turned || slices.Contains(c.Closed, "claim") { // its turns name it
			continue
		}
		history, err := s.ClaimHistory(ctx, c.ID)
		if err != nil {
			return err
		}
		for _, index := range history {
			set[index] = true
		}
	}
	return nil
}

// version is one version of a list.
type version struct {
	list string
	n    int
}

// releasedVersions gives the versions of lists whose file is released, with the
// entries that they came with. What a list is called and how it was read leaves with
// it: one that names somebody there who is not met by name stays inside.
func releasedVersions(ctx context.Context, s State, caseName string, plan disclosure.Plan) (map[version]int64, error) {
	lists, err := s.Lists(ctx, caseName)
	if err != nil {
		return nil, err
	}
	out := map[version]int64{}
	for _, l := range lists {
		if plan.Words.In(l.Name) {
			continue
		}
		all, err := s.ListVersions(ctx, l.List)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if slices.Contains(plan.Items, v.Item) && !plan.Words.In(v.Mapping) {
				out[version{l.List, v.Version}] = v.Index
			}
		}
	}
	return out, nil
}

// personEvents adds rows whose name is released, of lists whose original is,
// and the judgements between such rows.
func personEvents(ctx context.Context, s State, caseName string, plan disclosure.Plan, set map[int64]bool) error {
	shown := map[string]bool{}
	for _, c := range plan.Claims {
		if c.Property == "name" && !slices.Contains(c.Closed, "entity") {
			shown[c.Entity] = true
		}
	}
	released, err := releasedVersions(ctx, s, caseName, plan)
	if err != nil {
		return err
	}
	rows := map[string]bool{}
	err = s.Mentions(ctx, caseName, "", func(m person.Mention) error {
		if index, ok := released[version{m.List, max(m.Version, 1)}]; ok && shown[m.Mentioned.Mention] {
			set[m.Index], set[index], rows[m.Mentioned.Mention] = true, true, true
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Judgements(ctx, caseName, func(j person.Judgement) error {
		if rows[j.Left] && rows[j.Right] {
			set[j.Index] = true
		}
		return nil
	})
}
