package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"sanad/internal/core/intake"
	"sanad/internal/ground/fail"
)

func described(body Body, fair, death Answer) Recipient {
	return Recipient{RecipientDescribed: RecipientDescribed{Recipient: "body-" + string(body), Title: "The " + string(body), Body: body, FairTrial: fair, DeathPenalty: death}}
}

// The gates of a hand-over: consent aside, who may be given anything at all.
func TestWhoFailsAGateIsGivenNothing(t *testing.T) {
	for _, c := range []struct {
		to   Recipient
		want []Bar
	}{
		{Public(), nil},
		{described(TheUN, Unknown, Unknown), nil},
		{described(AProsecutor, Yes, No), nil},
		{described(AProsecutor, Unknown, No), []Bar{BarFairTrial}},
		{described(AProsecutor, Yes, Unknown), []Bar{BarDeathPenalty}},
		{described(ACourt, No, Yes), []Bar{BarFairTrial, BarDeathPenalty}},
		{described(Intelligence, Yes, No), []Bar{BarService}},
		{described(Immigration, Yes, No), []Bar{BarService}},
		{described(Police, Yes, No), []Bar{BarService}},
	} {
		fails, _ := c.to.Bars()
		if !slices.Equal(fails, c.want) {
			t.Errorf("%s %s %s fails %v, want %v", c.to.Body, c.to.FairTrial, c.to.DeathPenalty, fails, c.want)
		}
		if err := c.to.MayReceive(); (err != nil) != (len(c.want) > 0) || err != nil && fail.Of(err) != fail.Refused {
			t.Errorf("%s may receive: %v", c.to.Body, err)
		}
	}
	court := described(ACourt, Yes, No)
	if _, flags := court.Bars(); !slices.Equal(flags, []Bar{BarInAbsentia}) {
		t.Errorf("a court of which nobody knows whether it tries the absent is flagged %v", flags)
	}
	court.InAbsentia = No
	if _, flags := court.Bars(); len(flags) > 0 {
		t.Errorf("a court that tries nobody in absence is flagged %v", flags)
	}
}

func given(index int64, on Ref, uses ...intake.Use) Consent {
	return Consent{ConsentGiven: ConsentGiven{Consent: fmt.Sprint("y-", index), Case: "main", On: on, Uses: uses, Form: Written, Date: "2026-01-01", TakenBy: "ana"}, Index: index}
}

func TestConsentIsPerUse(t *testing.T) {
	item := Ref{OnItem, "ab"}
	un, court, public := described(TheUN, Unknown, Unknown), described(ACourt, Yes, No), Public()
	named := given(7, item, intake.ToNamedCourt)
	named.Court = "body-court"
	other := given(7, item, intake.ToNamedCourt)
	other.Court = "another court"
	ended := given(7, item, intake.ToUN)
	ended.Expires = "2026-06-01"
	taken := given(7, item, intake.ToUN, intake.ToPublishNamed)
	taken.Withdrawn, taken.Turned = []intake.Use{intake.ToUN}, 9
	refused := given(9, item)
	early := given(7, item, intake.ToUN)
	early.Date = "2026-12-30"
	for what, c := range map[string]struct {
		to   Recipient
		all  []Consent
		want Mode
	}{
		"nobody was asked":                      {un, nil, Leaves},
		"to the UN, as agreed":                  {un, []Consent{given(7, item, intake.ToUN)}, Leaves},
		"to the UN, agreed for a court":         {un, []Consent{given(7, item, intake.ToAnyProsecutor)}, Stays},
		"agreed to have it kept, no more":       {un, []Consent{given(7, item, intake.ToKeep)}, Stays},
		"asked, and agreed to nothing":          {un, []Consent{given(7, item)}, Stays},
		"to a court, any prosecutor agreed":     {court, []Consent{given(7, item, intake.ToAnyProsecutor)}, Leaves},
		"to the court that was named":           {court, []Consent{named}, Leaves},
		"to another court than was named":       {court, []Consent{other}, Stays},
		"two courts, said one after the other":  {court, []Consent{named, other}, Leaves},
		"the day has passed":                    {un, []Consent{ended}, Stays},
		"the day has not come":                  {un, []Consent{early}, Stays},
		"taken back for the UN":                 {un, []Consent{taken}, Stays},
		"taken back for the UN, not the public": {public, []Consent{taken}, Leaves},
		"agreed twice, taken back the second":   {un, []Consent{given(5, item, intake.ToUN), taken}, Stays},
		"agreed anew after it was taken back":   {un, []Consent{taken, given(11, item, intake.ToUN)}, Leaves},
		"agreed, then refused all":              {un, []Consent{given(5, item, intake.ToUN), refused}, Stays},
		"refused, then agreed":                  {un, []Consent{refused, given(11, item, intake.ToUN)}, Leaves},
		"two records, two uses":                 {un, []Consent{given(5, item, intake.ToUN), given(6, item, intake.ToPublish)}, Leaves},
		"published with the name":               {public, []Consent{given(7, item, intake.ToPublishNamed)}, Leaves},
		"published without the name":            {public, []Consent{given(7, item, intake.ToPublish)}, Redacted},
		"published, which is not to the UN":     {un, []Consent{given(7, item, intake.ToPublishNamed)}, Stays},
	} {
		got := NewGate(c.to, "2026-11-30", Terms{Consents: c.all}).Rule(Ref{OnAccession, "a-1"}, item)
		if got.Mode != c.want || (got.Reason == "") != (c.want == Leaves) {
			t.Errorf("%s: %+v, want mode %d", what, got, c.want)
		}
	}
	person := Ref{OnEntity, "m-1"}
	if got := NewGate(public, "2026-11-30", Terms{Consents: []Consent{given(7, person, intake.ToPublish)}}).Rule(person); got.Mode != Nameless || got.By != "y-7" {
		t.Errorf("a person whose family agreed without the name is met so: %+v", got)
	}
}

func TestConditionsAddUp(t *testing.T) {
	item, person := Ref{OnItem, "ab"}, Ref{OnEntity, "m-1"}
	lay := func(change func(*ConditionLaid)) Condition {
		c := Condition{ConditionLaid: ConditionLaid{Condition: "k-1", Case: "main", On: item, Reason: "because"}}
		change(&c.ConditionLaid)
		return c
	}
	un, day := described(TheUN, Unknown, Unknown), "2026-11-30"
	lifted := lay(func(c *ConditionLaid) { c.Held = true })
	lifted.Lifted = true
	for what, c := range map[string]struct {
		all  []Condition
		want Mode
	}{
		"held":                   {[]Condition{lay(func(c *ConditionLaid) { c.Held = true })}, Stays},
		"held, lifted":           {[]Condition{lifted}, Leaves},
		"until today":            {[]Condition{lay(func(c *ConditionLaid) { c.Until = "2026-11-30" })}, Stays},
		"until yesterday":        {[]Condition{lay(func(c *ConditionLaid) { c.Until = "2026-11-29" })}, Leaves},
		"only another":           {[]Condition{lay(func(c *ConditionLaid) { c.Only = []string{"a-court"} })}, Stays},
		"only this one":          {[]Condition{lay(func(c *ConditionLaid) { c.Only = []string{"a-court", "body-un"} })}, Leaves},
		"never such a body":      {[]Condition{lay(func(c *ConditionLaid) { c.Never = []Body{TheMedia, TheUN} })}, Stays},
		"redacted":               {[]Condition{lay(func(c *ConditionLaid) { c.Redacted = true })}, Redacted},
		"redacted, and held too": {[]Condition{lay(func(c *ConditionLaid) { c.Redacted = true }), lay(func(c *ConditionLaid) { c.Held = true })}, Stays},
		"nameless":               {[]Condition{lay(func(c *ConditionLaid) { c.On, c.Nameless = person, true })}, Nameless},
	} {
		if got := NewGate(un, day, Terms{Conditions: c.all}).Rule(item, person); got.Mode != c.want {
			t.Errorf("%s: %+v, want mode %d", what, got, c.want)
		}
	}
}

// Whatever else is recorded of a thing, one more condition or one withdrawal more
// never lets it leave more openly.
func TestNothingAddedOpensAGate(t *testing.T) {
	draw := rand.New(rand.NewPCG(1988, 9))
	refs := []Ref{{OnItem, "ab"}, {OnAccession, "a-1"}, {OnSource, "a union"}, {OnEntity, "m-1"}, {OnClaim, "c-1"}}
	bodies, uses := Bodies(), intake.Uses()
	days := []string{"2025-12-31", "2026-01-01", "2026-06-01", "2026-11-30", "2027-01-01"}
	for range 10_000 {
		var terms Terms
		for i := range draw.IntN(5) {
			c := given(int64(10*i+10), refs[draw.IntN(len(refs))], uses[draw.IntN(len(uses))])
			c.Court = "body-court"
			if draw.IntN(3) == 0 {
				c.Expires = days[draw.IntN(len(days))]
			}
			terms.Consents = append(terms.Consents, c)
		}
		to, day := described(bodies[draw.IntN(len(bodies))], Yes, No), days[draw.IntN(len(days))]
		before := NewGate(to, day, terms).Rule(refs...)
		more := Terms{Consents: slices.Clone(terms.Consents)}
		if n := len(more.Consents); n > 0 && draw.IntN(2) == 0 {
			i := draw.IntN(n)
			more.Consents[i].Withdrawn, more.Consents[i].Turned = more.Consents[i].Uses, 1000
		} else {
			more.Conditions = append(more.Conditions, Condition{ConditionLaid: ConditionLaid{Condition: "k-1", On: refs[draw.IntN(len(refs))],
				Until: days[draw.IntN(len(days))], Held: draw.IntN(2) == 0, Redacted: draw.IntN(2) == 0}})
		}
		if after := NewGate(to, day, more).Rule(refs...); after.Mode < before.Mode {
			t.Fatalf("to %s on %s: %+v became %+v by adding to %+v: %+v", to.Body, day, before, after, terms, more)
		}
	}
}
