package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

// claimFormPage is the form in its three steps, because no script can narrow
// nineteen kinds of things to the properties of one: about what, which
// property, what is said.
type claimFormPage struct {
	frame
	Step     string // "about", "property" or "value"
	Passage  text.Passage
	Item     itemLine
	Passages []chosenPassage // of the item, the chosen ones first
	Fewer    bool            // the item has more passages than are offered
	Kinds    []schema.Kind
	Kind     schema.Kind
	Property schema.Property
	Entity   *claim.Entity // what the claim is about, if it is there
	Asked    string        // the name that was looked for
	Found    []claim.Entity
	F        claimFields
	Read     *valueReading  // how the value is read, if it was asked
	Like     []claim.Entity // records that may be meant by the value
	Wrong    string         // why it can't be recorded so, in English
	Corrects *claim.Claim   // what the claim takes the place of
	Choices  formChoices
}

type itemLine struct{ Sum, Name string }

// chosenPassage is a cited passage, and whether the claim rests on it.
type chosenPassage struct {
	text.Passage
	On bool
}

// formChoices is what the form offers in its lists.
type formChoices struct {
	Terms       []termLine
	Verbs       []string
	Media       []string
	Calendars   []string
	Comparators []claim.Comparator
	Counts      []string
	Units       []string
	Sources     []string
	Infos       []string
}

// termLine is a term of a vocabulary as it stands in a list: behind those it is
// a sort of.
type termLine struct {
	Code, Label, Indent string
	Alleged             bool
}

// The most passages of an item and records of a name that the form offers.
const (
	offeredPassages = 100
	offeredThings   = 20
)

// showClaimForm shows the step that what was chosen so far leads to.
func showClaimForm(ctx context.Context, v *visit) (view, error) {
	kinds, err := schema.All()
	if err != nil {
		return nil, err
	}
	p := &claimFormPage{Step: "about", Kinds: kinds, F: newFields(), Asked: strings.TrimSpace(v.query("about"))}
	p.F.Kind, p.F.Property, p.F.Entity = v.query("kind"), v.query("property"), v.query("entity")
	p.F.Passages = []string{v.query("passage")}
	err = v.look(ctx, func(ctx context.Context, s *sight) error { return p.settle(ctx, v, s) })
	if err == nil && p.Asked != "" {
		p.Found, err = v.things(ctx, p.F.Case, p.Asked)
	}
	return p, err
}

// settle fills in what the archive and the schema tell of the form.
func (p *claimFormPage) settle(ctx context.Context, v *visit, s *sight) (err error) {
	if len(p.F.Passages) == 0 || p.F.Passages[0] == "" {
		return fail.New(fail.Usage, "a claim needs the passage it rests on: cite one on the page of an item first")
	}
	if p.Passage, err = s.Passage(ctx, p.F.Passages[0]); err != nil {
		return err
	}
	item, err := s.Item(ctx, p.Passage.Item)
	if err != nil {
		return err
	}
	p.Item = itemLine{item.Sum.String(), item.Name.Text}
	if p.F.Case == "" {
		p.F.Case = item.Case
	}
	if p.F.Entity != "" {
		e, err := s.Entity(ctx, p.F.Entity)
		if err != nil {
			return err
		}
		p.Entity, p.F.Kind = &e, e.Schema
	}
	if p.F.Kind == "" {
		return nil
	}
	if p.Kind, err = kindNamed(p.Kinds, p.F.Kind); err != nil {
		return err
	}
	if p.Step = "property"; p.F.Property == "" {
		return nil
	}
	known := false
	if p.Property, known = p.Kind.Property(p.F.Property); !known {
		return fail.New(fail.Usage, "%w", schema.Check(p.F.Kind, p.F.Property))
	}
	p.Step, p.Choices = "value", v.offers(p.Property)
	return p.offer(ctx, s)
}

// offer lists the passages the claim can rest on: those it does, then the
// others of the item.
func (p *claimFormPage) offer(ctx context.Context, s *sight) error {
	for i, id := range p.F.Passages {
		if slices.Contains(p.F.Passages[:i], id) {
			continue
		}
		one, err := s.Passage(ctx, id)
		if err != nil {
			return err
		}
		p.Passages = append(p.Passages, chosenPassage{one, true})
	}
	all, err := s.PassagesOf(ctx, p.Passage.Item)
	for _, other := range all {
		if slices.Contains(p.F.Passages, other.ID()) {
			continue
		}
		if p.Fewer = len(p.Passages) >= offeredPassages; p.Fewer {
			break
		}
		p.Passages = append(p.Passages, chosenPassage{other, false})
	}
	return err
}

func kindNamed(kinds []schema.Kind, name string) (schema.Kind, error) {
	i := slices.IndexFunc(kinds, func(k schema.Kind) bool { return k.Name == name })
	if i < 0 {
		return schema.Kind{}, fail.New(fail.Usage, "there is no kind of thing %q", name)
	}
	return kinds[i], nil
}

// offers gives what the form offers for a property.
func (v *visit) offers(p schema.Property) formChoices {
	c := formChoices{Verbs: verbs(), Calendars: []string{"gregorian", "solar", "hijri"}, Comparators: claim.Comparators(), Counts: v.words.Group("counts"),
		Units: v.words.Group("countunit"), Sources: strings.Split("ABCDEF", ""), Infos: strings.Split("123456", "")}
	if name, ok := p.Vocabulary(); ok {
		c.Terms = v.termLines(name)
	}
	for _, t := range v.termLines("medium") {
		c.Media = append(c.Media, t.Code)
	}
	return c
}

// termLines gives a vocabulary in its order, with the reader's labels.
func (v *visit) termLines(name string) []termLine {
	vocabulary, _ := schema.FindVocabulary(name)
	depth := map[string]int{}
	lines := make([]termLine, len(vocabulary.Terms))
	for i, t := range vocabulary.Terms {
		if t.Broader != "" {
			depth[t.Code] = depth[t.Broader] + 1
		}
		lines[i] = termLine{t.Code, v.words.Term("term."+name, t.Code), strings.Repeat("\u2003", depth[t.Code]), t.Alleged}
	}
	return lines
}

// verbs lists what a teller can have done, for the form; others may be typed
// on the command line.
func verbs() []string {
	return []string{"said", "wrote", "lists", "testified", "reported", "denied", "admitted", "quoted"}
}

// things finds records by what a person types: the id, the whole name however
// it is spelt, else words of it by the index. It looks at the archive twice,
// so it is called outside of a look.
func (v *visit) things(ctx context.Context, caseName, asked string) (found []claim.Entity, err error) {
	var ids []string
	err = v.look(ctx, func(ctx context.Context, s *sight) error {
		if e, err := s.Entity(ctx, asked); err == nil {
			found = append(found, e)
			return nil
		} else if fail.Of(err) != fail.NotFound {
			return err
		}
		ids, err = s.Named(ctx, caseName, "", asked)
		return err
	})
	if err != nil || len(found) > 0 {
		return found, err
	}
	if len(ids) < offeredThings && v.Archive.Index != nil {
		answer, err := flow.Search(ctx, v.archive(), v.actor, flow.SearchRequest{Query: asked, Kinds: []string{"person", "entity"}, Case: caseName, Limit: offeredThings})
		if err != nil && fail.Of(err) != fail.Usage { // words that are no question find nothing
			return nil, err
		}
		for _, h := range answer.Hits {
			if !slices.Contains(ids, h.ID) {
				ids = append(ids, h.ID)
			}
		}
	}
	return found, v.look(ctx, func(ctx context.Context, s *sight) error {
		for _, id := range ids[:min(len(ids), offeredThings)] {
			e, err := s.Entity(ctx, id)
			if err != nil {
				return err
			}
			found = append(found, e)
		}
		return nil
	})
}

// recordClaim records the claim of the form. What can't be recorded so is told
// above the form, which keeps everything that was typed.
func recordClaim(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	f := v.readFields()
	made, err := v.recordFields(ctx, f)
	if fail.Of(err) == fail.Usage || fail.Of(err) == fail.Conflict {
		return v.formAgain(ctx, w, f, err)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, v.r, "/claims/"+made.Claim+"?done="+v.doneClaiming(), http.StatusSeeOther)
	return nil
}

func (v *visit) doneClaiming() string {
	if v.r.PathValue("claim") != "" {
		return "corrected"
	}
	return "claimed"
}

func (v *visit) recordFields(ctx context.Context, f claimFields) (made claim.Made, err error) {
	req, err := v.requestOf(ctx, f)
	if err != nil {
		return made, err
	}
	if id := v.r.PathValue("claim"); id != "" {
		return flow.CorrectClaim(ctx, v.archive(), v.actor, id, req, f.Reason)
	}
	return flow.MakeClaim(ctx, v.archive(), v.actor, req)
}

func (v *visit) requestOf(ctx context.Context, f claimFields) (req flow.ClaimRequest, err error) {
	p, _ := schema.Find(f.Kind, f.Property)
	_, term := p.Vocabulary()
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		req, err = f.request(ctx, s, term)
		return err
	})
	return req, err
}

// Target is where the form is sent to be recorded, Preview where it is sent to
// be read.
func (p *claimFormPage) Target() string {
	if p.Corrects != nil {
		return "/claims/" + p.Corrects.Made.Claim + "/correct"
	}
	return "/claims"
}

// Preview is where the form is sent to see how it is read.
func (p *claimFormPage) Preview() string {
	if p.Corrects != nil {
		return p.Target() + "/preview"
	}
	return "/claims/preview"
}

// tellerRow is one link of the chain in the form, with what it offers.
type tellerRow struct {
	N                  int
	Row                tellerFields
	Verbs, Media       []string
	Known, KnownMedium bool // the verb and the medium are among these
}

// Tellers gives the rows of the chain.
func (p *claimFormPage) Tellers() []tellerRow {
	rows := make([]tellerRow, len(p.F.Says))
	for i, says := range p.F.Says {
		rows[i] = tellerRow{i + 1, says, p.Choices.Verbs, p.Choices.Media, slices.Contains(p.Choices.Verbs, says.Verb), slices.Contains(p.Choices.Media, says.Medium)}
	}
	return rows
}

// LongChain reports whether more links are filled in than are shown at once.
func (p *claimFormPage) LongChain() bool {
	return slices.ContainsFunc(p.F.Says[min(1, len(p.F.Says)):], func(t tellerFields) bool { return t.Who != "" || t.Record != "" })
}
