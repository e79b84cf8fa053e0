package flow

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/redaction"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// PlanRelease tells exactly what would leave by an order: which claims and how
// much of each, which originals and in which form, and what is left out under
// which rule. Everything that goes out is made from a plan and from nothing else,
// and the plan asks one gate.
func PlanRelease(ctx context.Context, a *Archive, s State, o disclosure.Order) (disclosure.Plan, error) {
	p, err := newPlanner(ctx, a, s, o)
	if err != nil {
		return disclosure.Plan{}, err
	}
	if err = p.lookAhead(ctx); err == nil {
		err = s.Claims(ctx, ClaimFilter{Case: o.Case}, func(c claim.Claim) error { return p.claim(ctx, c) })
	}
	if err == nil {
		err = p.originals(ctx)
	}
	if err != nil {
		return p.plan, err
	}
	p.close()
	if err := planFindings(ctx, s, o.Case, &p.plan, p.accusedOf); err != nil {
		return p.plan, err
	}
	if err := p.tell(ctx); err != nil {
		return p.plan, err
	}
	p.plan.Events, err = p.events(ctx)
	return p.plan, err
}

// planner is a plan in the making.
type planner struct {
	a       *Archive
	s       State
	o       disclosure.Order
	gate    *disclosure.Gate
	plan    disclosure.Plan
	retired map[string]bool
	hidden  map[string]disclosure.Ruling // entities that are not met by name, or not at all
	unheard map[string]bool              // involvements by which somebody is accused who was not asked
	against map[string]bool              // claims that were weighed against such a person
	// accusedOf are those who were not asked.
	accusedOf map[string]bool
	items     map[custody.Sum]*leaving
	order     []custody.Sum // of items, as they were met
	said      []leavingClaim
	values    map[string]string // things that are values of claims which leave, by claim
	inPlace   map[place][]kept  // where words stand that must not leave
}

// leaving is an original that claims rest on.
type leaving struct {
	item    custody.Item
	ruling  disclosure.Ruling
	sealed  bool
	from    map[string]custody.Accession // those of its accessions that may be told of
	used    bool                         // by a claim that leaves with its place
	holds   bool                         // words that must not leave
	pages   []text.Passage               // where, of what is on pages
	reading []custody.Sum                // renditions that claims which leave were read in
	marks   redaction.Marked             // what somebody marked to be hidden of it
	marked  int64
}

// leavingClaim is a claim that leaves, with the originals it rests on.
type leavingClaim struct {
	at    int // in the plan
	items []custody.Sum
}

func newPlanner(ctx context.Context, a *Archive, s State, o disclosure.Order) (*planner, error) {
	if err := o.To.MayReceive(); err != nil {
		return nil, err
	}
	terms, err := s.ReleaseTerms(ctx, "") // what was agreed in another case holds here
	if err != nil {
		return nil, err
	}
	p := &planner{a: a, s: s, o: o, gate: disclosure.NewGate(o.To, o.Day, terms), items: map[custody.Sum]*leaving{}, values: map[string]string{}, inPlace: map[place][]kept{}, unheard: map[string]bool{}, against: map[string]bool{}, accusedOf: map[string]bool{}}
	p.plan.Case, p.plan.Pseudonyms, p.plan.Local = o.Case, map[string]string{}, map[string]string{}
	_, p.plan.Flags = o.To.Bars()
	if p.retired, err = retiredRows(ctx, s, o.Case); err != nil {
		return nil, err
	}
	if err := p.hide(ctx, terms); err != nil {
		return nil, err
	}
	return p, p.accused(ctx)
}

// claim decides on one claim. Of several rules the first named here is told; that
// words are protected counts whichever is.
func (p *planner) claim(ctx context.Context, c claim.Claim) error {
	reason := ""
	open, err := p.places(ctx, c, &reason)
	if err != nil {
		return err
	}
	protects := p.protects(c)
	for i, l := range open {
		if protects == "" && len(l.marks.Marks) > 0 && redaction.Covers(l.marks, c.Passages[i]) {
			protects = disclosure.BecauseMarked
		}
	}
	closed := []string(nil)
	switch {
	case reason != "":
	case c.Standing == claim.TakenBack:
		reason = disclosure.BecauseWithdrawn
	case p.retired[c.Entity]:
		reason = disclosure.BecauseRetired
	case protects != "":
		reason = protects
	default:
		closed = p.closed(c)
		if reason, err = p.exposes(ctx, c, open, closed); err != nil {
			return err
		}
	}
	if protects == disclosure.BecauseMarked || slices.Contains(closed, "passages") { // the others were marked ahead
		p.mark(c)
	}
	if reason != "" {
		p.plan.Withheld = append(p.plan.Withheld, disclosure.Withheld{Index: c.Index, Kind: claim.Made{}.Kind().String(), Reason: reason, ID: c.Made.Claim})
		return nil
	}
	planned := disclosure.PlannedClaim{ID: c.Made.Claim, Index: c.Index, Entity: c.Entity, Property: c.Property, Turned: c.Turned, Closed: closed}
	if len(closed) > 0 {
		planned.Reason = disclosure.BecauseNameless
	}
	p.plan.Claims = append(p.plan.Claims, planned)
	if c.ValueEntity != "" {
		p.values[c.Made.Claim] = c.ValueEntity
	}
	if slices.Contains(closed, "passages") {
		return nil
	}
	for _, l := range open {
		l.used = true
	}
	p.said = append(p.said, leavingClaim{len(p.plan.Claims) - 1, sumsOf(c)})
	for _, passage := range c.Passages {
		if l := p.items[passage.Item]; !slices.Contains(l.reading, passage.Rendition) {
			l.reading = append(l.reading, passage.Rendition)
		}
	}
	return nil
}

// places looks at the originals a claim rests on, and gives the rule if one of
// them stays inside.
func (p *planner) places(ctx context.Context, c claim.Claim, reason *string) (open []*leaving, err error) {
	for _, passage := range c.Passages {
		l, err := p.item(ctx, passage.Item)
		if err != nil {
			return nil, err
		}
		switch {
		case l.sealed:
			*reason = disclosure.BecauseSealed
		case l.ruling.Mode == disclosure.Stays && *reason == "":
			*reason = l.ruling.Reason
		}
		open = append(open, l)
	}
	return open, nil
}

// protects gives the rule by which the words of a claim must not leave, wherever
// they stand.
func (p *planner) protects(c claim.Claim) string {
	if r := p.gate.Rule(disclosure.Ref{On: disclosure.OnClaim, ID: c.Made.Claim}); r.Mode == disclosure.Stays {
		return r.Reason
	}
	property, known := schema.Find(c.Schema, c.Property)
	if known && property.Protected && !slices.Contains(p.o.Open, c.Schema+"."+c.Property) {
		return disclosure.BecauseProtected
	}
	if r := p.hidden[c.Entity]; r.Mode == disclosure.Stays || r.Mode == disclosure.Nameless && (property.Identifying || !known || c.ValueEntity != "" || p.plan.Words.In(c.Value)) {
		return r.Reason
	}
	if r, ok := p.hidden[c.ValueEntity]; ok {
		return r.Reason
	}
	if p.unheard[c.Entity] || p.against[c.Made.Claim] || p.accusedOf[c.Entity] && c.Property == "role" {
		return disclosure.BecauseUnheard
	}
	if p.names(c, isName(c.Property)) {
		return disclosure.BecauseNameless
	}
	return ""
}

// names reports whether a claim speaks of somebody who is not met by name. What
// names another, a namesake, does not.
func (p *planner) names(c claim.Claim, names bool) bool {
	if p.plan.Words.None() || p.hidden[c.Entity].Mode == disclosure.Nameless {
		return false // what of it leaves has no words
	}
	if !names && (p.plan.Words.In(c.Value) || p.plan.Words.In(c.Original)) {
		return true
	}
	for _, passage := range c.Passages {
		if names && (passage.Quote == c.Original || passage.Quote == c.Value) {
			continue
		}
		if p.plan.Words.In(passage.Quote) {
			return true
		}
	}
	return false
}

// isName reports whether values of a property are names of its thing, which others
// may bear too.
func isName(property string) bool {
	switch property {
	case "name", "given_name", "surname", "father_name", "grandfather_name", "mother_name", "nickname":
		return true
	}
	return false
}

// closed gives the fields of a claim that leaves which stay closed.
func (p *planner) closed(c claim.Claim) (fields []string) {
	if p.hidden[c.Entity].Mode == disclosure.Nameless {
		return []string{"claim", "entity", "grounds", "lang", "original", "passages", "says", "script"}
	}
	for _, g := range c.Grounds {
		if p.plan.Words.In(g.Text) {
			fields = append(fields, "grounds")
			break
		}
	}
	for _, t := range c.Says {
		if _, ok := p.hidden[t.Entity]; ok || p.plan.Words.In(t.Who+" "+t.Occasion) {
			fields = append(fields, "says")
			break
		}
	}
	return fields
}

// mark notes that originals hold words that must not leave.
func (p *planner) mark(c claim.Claim) {
	for _, passage := range c.Passages {
		l := p.items[passage.Item]
		if l == nil {
			continue
		}
		l.holds = true
		if passage.Selector.Cell == "" {
			l.pages = append(l.pages, passage)
		}
	}
}

// item gives an original as the gate rules on it: it leaves if one of those who
// gave it lets it, and nothing was recorded of the original itself that keeps it.
func (p *planner) item(ctx context.Context, sum custody.Sum) (*leaving, error) {
	if l, ok := p.items[sum]; ok {
		return l, nil
	}
	item, err := p.s.Item(ctx, sum)
	if err != nil {
		return nil, err
	}
	l := &leaving{item: item, sealed: true, ruling: disclosure.Ruling{Mode: disclosure.Stays}, from: map[string]custody.Accession{}}
	given, err := givenBy(ctx, p.s, sum)
	if err != nil {
		return nil, err
	}
	marked, err := p.s.Redaction(ctx, p.o.Case, sum)
	if err != nil && fail.Of(err) != fail.NotFound {
		return nil, err
	}
	l.marks, l.marked = marked.Marked, marked.Index
	own := p.gate.Rule(disclosure.Ref{On: disclosure.OnItem, ID: sum.String()})
	for _, acc := range given {
		ruling, sealed := p.accession(acc)
		if sealed && !p.o.Sealed || sealed && !p.gate.Agreed(disclosure.Ref{On: disclosure.OnAccession, ID: acc.ID}, disclosure.Ref{On: disclosure.OnItem, ID: sum.String()}) {
			continue
		}
		if ruling.Mode < disclosure.Stays {
			l.from[acc.ID] = acc
		}
		if l.sealed || ruling.Mode < l.ruling.Mode {
			l.ruling, l.sealed = ruling, false
		}
	}
	l.ruling = l.ruling.Stricter(own)
	if len(l.marks.Marks) > 0 {
		l.ruling = l.ruling.Stricter(disclosure.Ruling{Mode: disclosure.Redacted, Reason: disclosure.BecauseRedacted})
	}
	p.items[sum] = l
	p.order = append(p.order, sum)
	return l, nil
}

func (p *planner) accession(acc custody.Accession) (r disclosure.Ruling, sealed bool) {
	refs := []disclosure.Ref{{On: disclosure.OnAccession, ID: acc.ID}}
	if acc.Source.Name != "" {
		refs = append(refs, disclosure.Ref{On: disclosure.OnSource, ID: acc.Source.Name})
	}
	return p.gate.Rule(refs...), !acc.Label.MayRelease()
}

// givenBy gives the accessions that an original came with.
func givenBy(ctx context.Context, s State, sum custody.Sum) ([]custody.Accession, error) {
	steps, err := s.Steps(ctx, sum)
	if err != nil {
		return nil, err
	}
	var out []custody.Accession
	for _, step := range steps {
		if step.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		acc, err := s.Accession(ctx, step.Accession)
		if err != nil {
			return nil, err
		}
		out = append(out, acc)
	}
	return out, nil
}

func sumsOf(c claim.Claim) (out []custody.Sum) {
	for _, passage := range c.Passages {
		if !slices.Contains(out, passage.Item) {
			out = append(out, passage.Item)
		}
	}
	return out
}

// tell makes what the pages tell of replies and bearings a part of what is decided:
// one that comes later changes the plan. It is keyed, for some of it stays inside.
func (p *planner) tell(ctx context.Context) error {
	replies, err := p.s.Replies(ctx, p.o.Case, "")
	if err != nil {
		return err
	}
	weighed, err := p.s.Weighed(ctx, p.o.Case)
	if err != nil || len(replies)+len(weighed) == 0 {
		return err
	}
	mac := hmac.New(sha256.New, p.o.Secret)
	mac.Write([]byte("sanad/release/told/v1"))
	if err := json.NewEncoder(mac).Encode([]any{replies, weighed}); err != nil {
		return err
	}
	p.plan.Told = custody.Sum(mac.Sum(nil))
	return nil
}

// local draws what stands for an id in this release.
func (p *planner) local(prefix, id string) string {
	mac := hmac.New(sha256.New, p.o.Secret)
	fmt.Fprintf(mac, "sanad/release/local/%s/%s", prefix, id)
	return prefix + "-" + hex.EncodeToString(mac.Sum(nil)[:10])
}
