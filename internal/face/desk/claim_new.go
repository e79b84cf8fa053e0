package desk

import (
	"context"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/schema"
)

type claimFormPage struct {
	frame
	Passage  text.Passage
	Name     string // of the item it stands in
	Case     string
	Entity   *claim.Entity // what the claim is about, if it was chosen before
	Entities []claim.Entity
	Kinds    []schema.Kind
	Flags    []string
	Verbs    []string
	Sources  []string
	Infos    []string
}

// suggested is how many entities the form offers by name.
const suggested = 300

func showClaimForm(ctx context.Context, v *visit) (view, error) {
	kinds, err := schema.All()
	if err != nil {
		return nil, err
	}
	p := &claimFormPage{Kinds: kinds, Flags: claim.Flags(), Verbs: verbs(),
		Sources: strings.Split("ABCDEF", ""), Infos: strings.Split("123456", "")}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		if p.Passage, err = s.Passage(ctx, v.query("passage")); err != nil {
			return err
		}
		item, err := s.Item(ctx, p.Passage.Item)
		if err != nil {
			return err
		}
		p.Name, p.Case = item.Name.Text, item.Case
		if id := v.query("entity"); id != "" {
			e, err := s.Entity(ctx, id)
			if err != nil {
				return err
			}
			p.Entity = &e
		}
		return s.Entities(ctx, flow.EntityFilter{Case: p.Case, After: -1, Limit: suggested}, func(e claim.Entity) error {
			p.Entities = append(p.Entities, e)
			return nil
		})
	})
}

// verbs lists what a teller can have done, for the form; others may be typed
// on the command line.
func verbs() []string {
	return []string{"said", "wrote", "lists", "testified", "reported", "denied", "admitted", "quoted"}
}

// makeClaim records the claim a form states. The form names kind and property
// together, because no script can narrow the one by the other.
func makeClaim(ctx context.Context, v *visit) (string, error) {
	kind, property, ok := strings.Cut(v.field("property"), ".")
	if !ok {
		return "", fail.New(fail.Usage, "no property was chosen")
	}
	req := flow.ClaimRequest{
		Case: v.field("case"), Entity: strings.TrimSpace(v.field("entity")), Schema: kind, Property: property,
		Value: strings.TrimSpace(v.field("value")), ValueEntity: strings.TrimSpace(v.field("value_entity")), Lang: strings.TrimSpace(v.field("lang")),
		Passages: v.r.PostForm["passage"], Says: v.tellers(),
		SourceGrade: v.field("source_grade"), InfoGrade: v.field("info_grade"), Flags: v.r.PostForm["flag"],
	}
	made, err := flow.MakeClaim(ctx, v.archive(), v.actor, req)
	if err != nil {
		return "", err
	}
	return "/claims/" + made.Claim + "?done=claimed", nil
}

// tellers reads who says so: rows of a name and a verb, empty ones left out.
func (v *visit) tellers() []claim.Teller {
	who, verb := v.r.PostForm["who"], v.r.PostForm["verb"]
	var out []claim.Teller
	for i, name := range who {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		t := claim.Teller{Who: name}
		if i < len(verb) {
			t.Verb = verb[i]
		}
		out = append(out, t)
	}
	return out
}
