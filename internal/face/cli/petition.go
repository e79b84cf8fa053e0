package cli

import (
	"strings"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type petitionCmd struct {
	New    petitionNewCmd    `cmd:"" help:"Open a petition: two keys are drawn for it and sealed to the key holders."`
	Word   petitionWordCmd   `cmd:"" help:"Fix what a version of it says in a language; signing begins with the first words."`
	List   petitionListCmd   `cmd:"" help:"List petitions."`
	Show   petitionShowCmd   `cmd:"" help:"Show a petition: its words, how many signed, what was counted."`
	Close  petitionCloseCmd  `cmd:"" help:"End signing. Who signed can still take it back."`
	Tally  petitionTallyCmd  `cmd:"" help:"Count it, and write a proof that anybody can check and count again."`
	Audit  petitionAuditCmd  `cmd:"" help:"Hand the names under a random sample of the signatures to the body it is for."`
	Export petitionExportCmd `cmd:"" help:"Hand the words, the count and its proof, and if asked all names, to the body it is for."`
}

type petitionView struct {
	Petition   string            `json:"petition"`
	Case       string            `json:"case"`
	Asks       []string          `json:"asks"`
	Regions    []intake.Region   `json:"regions"`
	Least      int               `json:"least"`
	Version    int               `json:"version"`
	Texts      []petitionText    `json:"texts"`
	Open       bool              `json:"open"`
	Received   int64             `json:"received"`
	Withdrawn  int64             `json:"withdrawn"`
	Signatures int64             `json:"signatures"` // that stand
	Tallies    []petitionCounted `json:"tallies"`
	Keys       petitionKeys      `json:"keys"`
	By         string            `json:"by"`
	Time       string            `json:"time"`
	Index      int64             `json:"index"`
}

type petitionText struct {
	Version  int    `json:"version"`
	Language string `json:"language"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	To       string `json:"to"`
}

// petitionKeys names the sealed records of a petition's keys, to who may know
// them.
type petitionKeys struct {
	Tally string `json:"tally,omitempty"`
	Names string `json:"names,omitempty"`
}

// petitionCounted is a recorded tally.
type petitionCounted struct {
	Signatures int64               `json:"signatures"`
	Withdrawn  int64               `json:"withdrawn"`
	Distinct   *int64              `json:"distinct"` // people; null: not counted
	Regions    *intake.RegionTable `json:"regions"`
	By         string              `json:"by"`
	At         int64               `json:"at"`
	Index      int64               `json:"index"`
}

func viewTally(t intake.Tally) petitionCounted {
	return petitionCounted{t.Signatures, t.Withdrawn, t.Distinct, t.Regions, t.Actor, t.At, t.Index}
}

func viewPetition(s *session, st flow.State, id string) (petitionView, error) {
	p, err := st.Petition(s.ctx, id)
	if err != nil {
		return petitionView{}, err
	}
	stands, err := flow.StandingOf(s.ctx, st, p)
	if err != nil {
		return petitionView{}, err
	}
	v := petitionView{Petition: id, Case: p.Case, Asks: p.Identity, Regions: append([]intake.Region{}, p.Regions...), Least: p.Least, Version: p.Version(), Texts: []petitionText{}, Open: p.Closed == 0,
		Received: stands.Received, Withdrawn: stands.Withdrawn, Signatures: stands.Standing(), Tallies: []petitionCounted{}, By: p.Opener, Time: p.At.Format(time.RFC3339), Index: p.Index}
	for _, t := range p.Texts {
		v.Texts = append(v.Texts, petitionText{t.Version, t.Language, t.Title, t.Text, t.To})
	}
	tallies, err := st.Tallies(s.ctx, id)
	for _, t := range tallies {
		v.Tallies = append(v.Tallies, viewTally(t))
	}
	if err != nil {
		return v, err
	}
	for what, to := range map[string]*string{intake.KeyTally: &v.Keys.Tally, intake.KeyNames: &v.Keys.Names} {
		r, err := flow.RecordOf(s.ctx, st, id, what)
		if err != nil && fail.Of(err) != fail.NotFound {
			return v, err
		}
		*to = r.ID
	}
	return v, nil
}

func tellPetition(s *session, v petitionView) {
	s.sayf("%s  [%s]  version %d, %s that stand, %d withdrawn; case %s", v.Petition, map[bool]string{true: "open", false: "closed"}[v.Open], v.Version, many(v.Signatures, "signature", "signatures"), v.Withdrawn, v.Case)
	for _, t := range v.Texts {
		s.sayf("  version %d in %s: %s (for %s)", t.Version, t.Language, flat(t.Title), flat(t.To))
	}
	s.sayf("  asks %s", strings.Join(v.Asks, ", "))
	if len(v.Regions) > 0 {
		var names []string
		for _, r := range v.Regions {
			names = append(names, r.Name)
		}
		s.sayf("  regions %s; one with fewer than %d people is not told alone", strings.Join(names, ", "), v.Least)
	}
	for _, t := range v.Tallies {
		tellTally(s, t)
	}
}

func tellTally(s *session, t petitionCounted) {
	people := "people not counted"
	if t.Distinct != nil {
		people = many(*t.Distinct, "person", "people")
	}
	s.sayf("  counted by %s (entry %d): %s, %s", t.By, t.Index, many(t.Signatures, "signature", "signatures"), people)
	if t.Regions == nil {
		return
	}
	for _, r := range t.Regions.Told {
		s.sayf("    %s: %d", r.Region, r.People)
	}
	s.sayf("    all others together: %d", t.Regions.Rest)
}

func answerPetition(s *session, a *Opened, id string) error {
	return s.look(a, func(st flow.State) error {
		v, err := viewPetition(s, st, id)
		if err != nil {
			return err
		}
		return s.answer(v, func() { tellPetition(s, v) })
	})
}

type petitionNewCmd struct {
	Petition string   `arg:"" help:"Its name in addresses: a to z, digits and -."`
	Ask      []string `help:"What signers are asked for, in order: name, father, birth_year, number (of a document), city. All of it together tells two signers apart." default:"name,birth_year"`
	Region   []string `help:"A coarse region signers may choose: NAME:en=TITLE,fa=TITLE,ar=TITLE; once each." placeholder:"REGION" sep:"none"`
	Least    int      `help:"How many people a region has at least that a count tells of." default:"50"`
	Case     string   `help:"The investigation." default:"main"`
}

func (c *petitionNewCmd) Run(s *session) error {
	regions, err := flow.ReadRegions(c.Region)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		req := flow.PetitionRequest{Petition: c.Petition, Case: c.Case, Identity: c.Ask, Regions: regions, Least: c.Least}
		if _, err := flow.NewPetition(s.ctx, a.Whole, a.Actor, req); err != nil {
			return err
		}
		s.notef("it can be signed once it has words: sanad petition word %s --language en --title TITLE --to BODY --text FILE", c.Petition)
		return answerPetition(s, a, c.Petition)
	})
}

type petitionWordCmd struct {
	Petition string `arg:"" help:"The petition."`
	Language string `required:"" help:"Language of these words, such as fa."`
	Title    string `required:"" help:"Its title."`
	To       string `required:"" help:"Whom it is handed to."`
	Text     string `required:"" help:"File with the text." placeholder:"FILE"`
	Version  int    `help:"The version; the newest one if not given. A new one takes the place of the one before for who signs from then on." placeholder:"N"`
}

func (c *petitionWordCmd) Run(s *session) error {
	text, err := s.readSmall(c.Text)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		f := intake.PetitionWorded{Petition: c.Petition, Version: c.Version, Language: c.Language, Title: strings.TrimSpace(c.Title), To: strings.TrimSpace(c.To), Text: strings.TrimSpace(string(text))}
		if _, err := flow.WordPetition(s.ctx, a.Archive, a.Actor, f); err != nil {
			return err
		}
		return answerPetition(s, a, c.Petition)
	})
}

type petitionListCmd struct {
	Case string `help:"Only petitions of this case."`
}

func (c *petitionListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			all, err := st.Petitions(s.ctx, c.Case)
			for _, p := range all {
				if err != nil {
					break
				}
				var v petitionView
				if v, err = viewPetition(s, st, p.Petition); err == nil {
					err = s.answer(v, func() { tellPetition(s, v) })
				}
			}
			if err == nil && len(all) == 0 && !s.JSON {
				s.sayf("no petition")
			}
			return err
		})
	})
}

type petitionShowCmd struct {
	Petition string `arg:"" help:"The petition."`
}

func (c *petitionShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error { return answerPetition(s, a, c.Petition) })
}

type petitionCloseCmd struct {
	Petition string `arg:"" help:"The petition."`
}

func (c *petitionCloseCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.ClosePetition(s.ctx, a.Archive, a.Actor, c.Petition); err != nil {
			return err
		}
		return answerPetition(s, a, c.Petition)
	})
}
