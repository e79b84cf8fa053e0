package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/format/mapping"
	"sanad/internal/ground/cellref"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
	"sanad/schema"
)

// rowFacts is what one row says.
type rowFacts struct {
	row     int
	mention *person.Mentioned // of a row that was not there
	revised *person.Revised   // of one that is given otherwise
	retired *person.Retired   // of one that is gone
	drops   []claim.Withdrawn
	claims  []claim.Made
}

func (f rowFacts) size() int { return 1 + len(f.drops) + len(f.claims) }

// into appends what the row says and the ledger does not have yet.
func (f rowFacts) into(ctx context.Context, s State, facts []ledger.Fact) ([]ledger.Fact, error) {
	switch {
	case f.mention != nil:
		there, err := s.HasMention(ctx, f.mention.Mention)
		if err != nil || there {
			return facts, err
		}
		facts = append(facts, *f.mention)
	case f.retired != nil:
		return append(facts, *f.retired), nil
	case f.revised != nil:
		facts = append(facts, *f.revised)
	}
	for _, d := range f.drops {
		facts = append(facts, d)
	}
	for _, c := range f.claims {
		if f.revised != nil { // a claim of an earlier version may come again
			there, err := s.HasClaim(ctx, c.Claim)
			if err != nil {
				return facts, err
			}
			if there {
				continue
			}
		}
		facts = append(facts, c)
	}
	return facts, nil
}

// reading is a row on the way to its facts.
type reading struct {
	im    *importer
	row   text.Row
	facts rowFacts
	mine  string // the row's own entity
	own   map[string][]text.Passage
	found map[string]linked // things of the row by name
	err   error
}

// linked is a thing that a row speaks of, and where.
type linked struct {
	entity string
	name   string
	at     []text.Passage
}

// read makes the mention and the claims of a row; nil if it is of no use.
func (im *importer) read(ctx context.Context, row text.Row) (*rowFacts, error) {
	key, rowID := im.keyOf(row)
	if strings.HasPrefix(key, "n:") && im.keys["n:"+rowID] > 1 {
		im.failed(row.Number, cellref.Of(im.layout.RowID, row.Number), fmt.Sprintf("the number %q stands in an earlier row too: in a newer version the two can be taken for each other", shorten(rowID)), true)
	}
	m := person.Mentioned{List: im.out.List, Row: row.Number, RowID: rowID, Key: key, Digest: im.digestOf(row)}
	m.Mention = im.mentionID(m)
	r := &reading{im: im, row: row, mine: m.Mention, own: map[string][]text.Passage{}, found: map[string]linked{}}
	r.facts = rowFacts{row: row.Number, mention: &m}
	r.things(ctx)
	for _, c := range im.layout.Row {
		r.cell(m.Mention, im.m.Schema, c)
	}
	r.links(m.Mention, im.m.Schema, im.m.Links)
	if r.err != nil {
		return nil, r.err
	}
	name, passages := r.name()
	if name == "" && im.m.Schema == "Person" {
		im.failed(row.Number, "name", "the row gives no name", false)
		return nil, nil
	}
	if m.Name = name; len(r.own["name"]) == 0 && name != "" {
		r.claim(m.Mention, im.m.Schema, mapping.Column{Property: "name"}, name, nil, passages...)
	}
	if r.err == nil {
		r.err = r.readTerms(ctx)
	}
	return &r.facts, r.err
}

// mentionID names a row that is new in this version.
func (im *importer) mentionID(m person.Mentioned) string {
	if im.before == nil {
		return person.MentionID(im.out.List, m.Row)
	}
	return person.LaterID(im.out.List, m.Key)
}

// keyOf gives what a row is found again by in another version: the list's own
// number, the columns of the key, or all its cells. A key that comes again is
// told from the first by counting.
func (im *importer) keyOf(row text.Row) (key, rowID string) {
	cell := func(at int) string {
		if at < 0 || at >= len(row.Cells) {
			return ""
		}
		return strings.TrimSpace(row.Cells[at].Text)
	}
	rowID = cell(im.layout.RowID)
	switch {
	case rowID != "":
		key = "n:" + rowID
	case len(im.layout.Key) > 0:
		var parts []string
		for _, at := range im.layout.Key {
			parts = append(parts, script.Fold(cell(at)))
		}
		key = "k:" + sumOf(parts...)
	default:
		var parts []string
		for _, c := range row.Cells {
			parts = append(parts, c.Text)
		}
		key = "c:" + sumOf(parts...)
	}
	im.keys[key]++
	if n := im.keys[key]; n > 1 {
		key += "|" + strconv.Itoa(n)
	}
	return key, rowID
}

// digestOf names everything of a row that is mapped: another digest is a
// changed row.
func (im *importer) digestOf(row text.Row) string {
	parts := []string{im.m.Says, im.m.Grade, im.m.Language, im.m.Calendar, strings.Join(im.m.Name, ",")}
	add := func(kind string, cells []mapping.Cell) {
		for _, c := range cells {
			for _, at := range []int{c.At, c.Source, c.Confidence} {
				if at >= 0 && at < len(row.Cells) {
					parts = append(parts, kind, c.Column.Property, c.Column.Thing, c.Column.Calendar, row.Cells[at].Text)
					parts = append(parts, im.also(c.Column, row.Cells[at].Text)...)
				}
			}
		}
	}
	add("", im.layout.Row)
	for _, t := range im.layout.Things {
		add(t.Name, t.Cells)
	}
	return sumOf(parts...)
}

// sumOf is a short sum of words, each with its length.
func sumOf(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s", len(w), w)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// things finds what else the row speaks of, and claims what it says of what was
// not met before.
func (r *reading) things(ctx context.Context) {
	im := r.im
	for _, t := range im.layout.Things { // all of them first: they may link to each other
		if r.err == nil && r.mentions(t) {
			r.thing(ctx, t)
		}
	}
	for _, t := range im.layout.Things {
		if l, ok := r.found[t.Name]; ok && l.name != "" && r.isNew(t, l) {
			for _, c := range t.Cells {
				r.cell(l.entity, t.Thing.Schema, c)
			}
			r.links(l.entity, t.Thing.Schema, t.Thing.Links)
		}
	}
}

// mentions reports whether the row says anything of the thing.
func (r *reading) mentions(t mapping.FoundThing) bool {
	for _, c := range t.Cells {
		if _, ok := r.value(c); ok {
			return true
		}
	}
	return false
}

func (r *reading) thing(ctx context.Context, t mapping.FoundThing) {
	l := linked{}
	for _, c := range t.Cells {
		if value, ok := r.value(c); ok {
			l.at = append(l.at, r.passage(c.At))
			if c.Column.Property == "name" || l.name == "" {
				l.name = value
			}
		}
	}
	l.entity, r.err = r.im.thingOf(ctx, t, r.keyFor(t))
	r.found[t.Name] = l
}

// keyFor gives the words that name a thing of the row; of a thing without a key
// every row speaks of another.
func (r *reading) keyFor(t mapping.FoundThing) []string {
	if len(t.Key) == 0 {
		return []string{"row", r.mine}
	}
	var key []string
	for _, at := range t.Key {
		if at < len(r.row.Cells) {
			key = append(key, script.Fold(strings.TrimSpace(r.row.Cells[at].Text)))
		}
	}
	return key
}

// unmade marks a thing of which nothing is claimed yet.
const unmade = "+"

// thingOf gives the entity of a thing: one of the case that bears its name, if
// the mapping asks for that and there is just one, else the list's own.
func (im *importer) thingOf(ctx context.Context, t mapping.FoundThing, key []string) (string, error) {
	at := t.Name + "\x00" + strings.Join(key, "\x00")
	if id, ok := im.things[at]; ok {
		return strings.TrimPrefix(id, unmade), nil
	}
	id := person.ThingID(im.out.List, t.Name, key...)
	err := im.a.Book.Look(ctx, func(ctx context.Context, s State) error {
		if t.Thing.Match == "name" && len(key) > 0 {
			same, err := s.Named(ctx, im.req.Case, t.Thing.Schema, key[0])
			if err != nil {
				return err
			}
			if same, err = im.nameable(ctx, s, same); err != nil {
				return err
			}
			if len(same) == 1 {
				im.things[at] = same[0]
				return nil
			}
		}
		_, err := s.Entity(ctx, id)
		if fail.Of(err) == fail.NotFound {
			im.things[at] = unmade + id
			return nil
		}
		im.things[at] = id
		return err
	})
	return strings.TrimPrefix(im.things[at], unmade), err
}

// nameable leaves out, if the table is open, things that are known from what is
// sealed only: its claims, which everyone may know of, would name them.
func (im *importer) nameable(ctx context.Context, s State, ids []string) ([]string, error) {
	table, err := s.Item(ctx, im.req.Item)
	if err != nil || table.Label == guard.Sealed {
		return ids, err
	}
	var out []string
	for _, id := range ids {
		known, err := knownOpenly(ctx, s, id)
		if err != nil {
			return nil, err
		}
		if known {
			out = append(out, id)
		}
	}
	return out, nil
}

// isNew reports, once, that nothing is claimed of a thing yet.
func (r *reading) isNew(t mapping.FoundThing, l linked) bool {
	at := t.Name + "\x00" + strings.Join(r.keyFor(t), "\x00")
	if !strings.HasPrefix(r.im.things[at], unmade) {
		return false
	}
	r.im.things[at] = l.entity
	return true
}

// value gives what a cell says: false if nothing.
func (r *reading) value(c mapping.Cell) (string, bool) {
	if c.At >= len(r.row.Cells) {
		return "", false
	}
	value := strings.TrimSpace(r.row.Cells[c.At].Text)
	if value == "" {
		return "", false
	}
	for _, nothing := range c.Column.Ignore {
		if strings.EqualFold(value, strings.TrimSpace(nothing)) {
			return "", false
		}
	}
	return value, true
}

// cell makes the claims of a cell on an entity.
func (r *reading) cell(entity, kind string, c mapping.Cell) {
	value, ok := r.value(c)
	if !ok || r.err != nil {
		return
	}
	p := r.passage(c.At)
	if entity == r.mine {
		r.own[c.Column.Property] = append(r.own[c.Column.Property], p)
	}
	values := []string{value}
	if c.Column.Split != "" {
		values = strings.Split(value, c.Column.Split)
	}
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			r.claim(entity, kind, c.Column, v, r.saysOf(c), p)
			r.confidence(c)
		}
	}
}

// saysOf gives who says so where the table has a column for that.
func (r *reading) saysOf(c mapping.Cell) []claim.Teller {
	if c.Source < 0 || c.Source >= len(r.row.Cells) {
		return nil
	}
	who := strings.TrimSpace(r.row.Cells[c.Source].Text)
	if who == "" {
		return nil
	}
	return []claim.Teller{{Who: who, Verb: "said"}}
}

// confidence gives the newest claim the grade that the table's own word for its
// confidence means.
func (r *reading) confidence(c mapping.Cell) {
	if c.Confidence < 0 || c.Confidence >= len(r.row.Cells) || r.err != nil {
		return
	}
	word := strings.TrimSpace(r.row.Cells[c.Confidence].Text)
	last := &r.facts.claims[len(r.facts.claims)-1]
	for name, grade := range c.Column.Grades {
		if strings.EqualFold(name, word) {
			last.InfoGrade = grade
		}
	}
	if word != "" && last.InfoGrade == "" {
		last.Note = strings.TrimSpace(last.Note + " confidence: " + word)
	}
}

// links makes the claims whose values are things of the row.
func (r *reading) links(entity, kind string, links map[string]string) {
	for _, property := range slices.Sorted(maps.Keys(links)) {
		thing := links[property]
		if l, ok := r.found[thing]; ok && r.err == nil {
			r.claim(entity, kind, mapping.Column{Property: property, Thing: thing}, l.name, nil, l.at...)
		}
	}
}

// claim makes one claim of the row.
func (r *reading) claim(entity, kind string, c mapping.Column, value string, before []claim.Teller, passages ...text.Passage) {
	if r.err != nil {
		return
	}
	im := r.im
	quotes := make([]string, len(passages))
	for i, p := range passages {
		quotes[i] = p.Quote
	}
	made := claim.Made{Case: im.req.Case, Entity: entity, Schema: kind, Property: c.Property, Value: value, Original: strings.Join(quotes, " "),
		Lang: orElse(c.Language, im.m.Language), Passages: passages, Flags: c.Flags, Note: c.Note}
	made.Says = append(before, claim.Teller{Who: orElse(im.m.Says, im.m.List), Verb: "lists"})
	for _, flag := range c.Flags {
		if c.Grounds != "" {
			made.Grounds = append(made.Grounds, claim.Ground{Flag: flag, Text: c.Grounds})
		}
	}
	if l, ok := r.found[c.Thing]; ok && c.Thing != "" {
		made.ValueEntity = l.entity
	}
	for word, means := range c.Values {
		if strings.EqualFold(word, value) {
			made.Value = means
		}
	}
	if reason := r.mean(kind, c, &made); reason != "" {
		im.failed(r.row.Number, columnOf(passages), reason, true)
	}
	made.SourceGrade, made.InfoGrade, r.err = splitGrade(orElse(c.Grade, im.m.Grade))
	p, _ := schema.Find(kind, c.Property)
	req := ClaimRequest{Lang: made.Lang, Calendar: orElse(c.Calendar, im.m.Calendar), Reference: im.m.Reference}
	if p.Type == schema.Quantity {
		req.Quantity = &claim.Quantity{Kind: c.Counts, Unit: c.Unit, Scope: c.Scope}
	}
	if err := readTyped(p, &made, req); err != nil {
		im.failed(r.row.Number, columnOf(passages), err.Error(), true)
	} else if made.ValueEntity == "" && (p.Type == schema.Date && made.Date == nil || p.Type == schema.Quantity && made.Quantity == nil) {
		im.failed(r.row.Number, columnOf(passages), fmt.Sprintf("%q was not read as a %s%s; it is kept as it is written", shorten(value), p.Type, whyUnread(p, made)), true)
	}
	made.Claim = made.Named()
	for _, other := range r.facts.claims {
		if other.Claim == made.Claim {
			return // a cell that says the same twice
		}
	}
	if err := made.Check(); err != nil {
		im.failed(r.row.Number, columnOf(passages), err.Error(), false)
		return
	}
	r.facts.claims = append(r.facts.claims, made)
}

func columnOf(passages []text.Passage) string {
	if len(passages) == 0 {
		return ""
	}
	return passages[0].Selector.Cell
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (r *reading) passage(column int) text.Passage {
	if r.im.req.source != nil {
		if p, ok := r.im.req.source.passage(column); ok {
			return p
		}
	}
	cell := r.row.Cells[column]
	p := text.Passage{
		Item: r.im.req.Item, Rendition: r.im.rendition.Sum, Quote: cell.Text,
		Selector: text.Selector{Cell: r.row.CellName(column)},
	}
	if cell.End > cell.Start {
		p.Selector.Bytes = &text.Range{Start: cell.Start, End: cell.End}
	}
	return p
}

// name puts the name together as the mapping says.
func (r *reading) name() (string, []text.Passage) {
	if own := r.own["name"]; len(own) > 0 {
		return strings.TrimSpace(own[0].Quote), own[:1]
	}
	var words []string
	var passages []text.Passage
	for _, part := range r.im.m.Name {
		for _, p := range r.own[part] {
			words = append(words, strings.TrimSpace(p.Quote))
			passages = append(passages, p)
		}
	}
	return strings.Join(words, " "), passages
}
