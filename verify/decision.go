package verify

import (
	"errors"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// decision follows who decided the release while the events go by. Only the
// newest request counts, and only approvals that came after it.
type decision struct {
	about      dossier.About
	asked      disclosure.Requested
	asker      string
	askedAt    int64
	approver   string // of asked.Plan, another than asker; empty if none
	approvedAt int64
}

func (d *decision) requested(event ledger.Disclosure, release string) error {
	var f disclosure.Requested
	if err := into(event, &f, "release", "plan", "@actor"); err != nil {
		return err
	}
	if event.Actor() == "" || f.Plan.IsZero() {
		return errors.New("a request without asker or plan")
	}
	if f.Release == release {
		d.asked, d.asker, d.askedAt = f, event.Actor(), event.Index
		d.approver = ""
	}
	return nil
}

func (d *decision) approved(event ledger.Disclosure, release string) error {
	var f disclosure.Approved
	if err := into(event, &f, "release", "plan", "@actor"); err != nil {
		return err
	}
	if event.Actor() == "" {
		return errors.New("an approval without approver")
	}
	if f.Release == release && d.asker != "" && f.Plan == d.asked.Plan && event.Actor() != d.asker && d.approver == "" {
		d.approver, d.approvedAt = event.Actor(), event.Index
	}
	return nil
}

// fourEyes checks that two people decided on this release before it was built.
func (d *inspection) fourEyes() Check {
	t, g := tally{name: checkFourEyes}, d.decision
	switch {
	case d.built.Release == "":
		t.wrong(dossier.ReleaseFile, "can't be read, so nobody knows which release was decided")
	case g.asker == "":
		t.wrong(dossier.EventsFile, "holds no event in which someone asks for the release %s", d.built.Release)
	case g.approver == "":
		t.wrong(dossier.EventsFile, "holds no event in which another than %s approves the plan that %s asked for", g.asker, g.asker)
	case g.approvedAt >= d.release.Index:
		t.wrong(dossier.ReleaseFile, "is entry %d, built before the approval, entry %d", d.release.Index, g.approvedAt)
	}
	d.sameWords(&t, g)
	return t.check("%s asked (entry %d), %s approved the same plan (entry %d), then it was built (entry %d)",
		g.asker, g.askedAt, g.approver, g.approvedAt, d.release.Index)
}

// sameWords checks that the dossier calls itself what was asked for.
func (d *inspection) sameWords(t *tally, g decision) {
	if g.asker == "" || g.about.Release == "" {
		return
	}
	if g.asked.Title != "" && g.asked.Title != g.about.Title {
		t.wrong(d.aboutFile(), "has the title %q, decided was %q", g.about.Title, g.asked.Title)
	}
	if g.asked.Audience != "" && g.asked.Audience != g.about.Audience {
		t.wrong(d.aboutFile(), "is for %q, decided was %q", g.about.Audience, g.asked.Audience)
	}
}

// plan computes again what the two people decided on, from what is here.
func (d *inspection) plan(e *eventsRead, left dossier.LeftOut) Check {
	t := tally{name: checkPlan}
	p := disclosure.Plan{Claims: e.claims, Events: e.plan}
	for sum := range d.originals {
		p.Items = append(p.Items, sum)
	}
	for _, w := range left.Withheld {
		p.Withheld = append(p.Withheld, disclosure.Withheld{Index: w.Index, Kind: w.Kind, Reason: w.Reason})
	}
	for _, c := range left.Copies {
		p.Copies = append(p.Copies, disclosure.PlannedCopy{Name: c.Name, How: disclosure.CopyMode(c.How), Marks: c.Marks, Reason: c.Reason})
	}
	if left.Told != "" {
		if err := p.Told.UnmarshalText([]byte(left.Told)); err != nil {
			t.wrong(dossier.WithheldFile, "tells of replies by %.70q, which is no sum", left.Told)
		}
	}
	if d.decision.asker == "" {
		t.wrong(dossier.EventsFile, "names no plan")
	} else if got := p.Sum(); got != d.decision.asked.Plan {
		t.wrong(dossier.EventsFile+", "+dossier.OriginalsDir+"/ and "+dossier.WithheldFile, "do not make up the plan that was decided: %s, decided was %s", custody.Sum(got), d.decision.asked.Plan)
	}
	return t.check("%s, %s and %s left out are just what was decided", counted(len(e.claims), "claim", "claims"),
		counted(len(p.Items), "original", "originals"), counted(len(left.Withheld), "event", "events"))
}
