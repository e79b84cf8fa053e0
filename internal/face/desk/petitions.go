package desk

import (
	"cmp"
	"context"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type petitionsPage struct {
	frame
	Cases     []caseLine
	Petitions []petitionLine
}

// petitionLine is a petition with how many signed, by its title in the reader's
// language if it has one.
type petitionLine struct {
	flow.PetitionStands
	Title, TitleLang string
}

func showPetitions(ctx context.Context, v *visit) (view, error) {
	p := &petitionsPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		chosen := v.query("case")
		if p.Cases, err = v.caseLines(ctx, s, true, chosen); err != nil {
			return err
		}
		all, err := s.Petitions(ctx, chosen)
		for _, one := range all {
			if err != nil {
				return err
			}
			var line petitionLine
			line.PetitionStands, err = flow.StandingOf(ctx, s, one)
			line.TitleLang, line.Title = titleIn(one, v.words.Lang)
			p.Petitions = append(p.Petitions, line)
		}
		return err
	})
}

// titleIn gives the title of a petition's newest version in a language, or in
// another if it has none in that.
func titleIn(p intake.Petition, lang words.Lang) (in, title string) {
	for _, t := range p.Texts {
		if t.Version == p.Version() && (title == "" || t.Language == string(lang)) {
			in, title = t.Language, t.Title
		}
	}
	return in, title
}

type petitionPage struct {
	frame
	petitionLine
	Weeks    []intake.SignedIn
	Tallies  []tallyLine
	Record   string // of the tally key, to who may know it
	MayClose bool
}

// RegionTitle gives what signers read of a region they may choose.
func (p *petitionPage) RegionTitle(r intake.Region) string {
	return cmp.Or(r.Title[string(p.Lang)], r.Name)
}

// tallyLine is a recorded count with its regions by their titles.
type tallyLine struct {
	intake.Tally
	Told []regionLine
	Rest int64
}

// People is how many signed, 0 if they were not counted.
func (t tallyLine) People() int64 {
	if t.Distinct == nil {
		return 0
	}
	return *t.Distinct
}

type regionLine struct {
	Title  string
	People int64
}

func showPetition(ctx context.Context, v *visit) (view, error) {
	p := &petitionPage{}
	return p, v.look(ctx, func(ctx context.Context, s *sight) error {
		found, err := s.Petition(ctx, v.r.PathValue("petition"))
		if err != nil {
			return err
		}
		if p.PetitionStands, err = flow.StandingOf(ctx, s, found); err != nil {
			return err
		}
		p.TitleLang, p.Title = titleIn(found, v.words.Lang)
		p.MayClose = found.Closed == 0 && v.mayIn(found.Case, guard.ToClaim)
		if p.Weeks, err = s.SignaturesByWeek(ctx, found.Petition); err != nil {
			return err
		}
		tallies, err := s.Tallies(ctx, found.Petition)
		if err != nil {
			return err
		}
		for i := len(tallies) - 1; i >= 0; i-- {
			p.Tallies = append(p.Tallies, tallyLineOf(tallies[i], found, string(v.words.Lang)))
		}
		record, err := flow.RecordOf(ctx, s, found.Petition, intake.KeyTally)
		p.Record = record.ID
		if fail.Of(err) == fail.NotFound {
			err = nil // who counts may not know who holds keys
		}
		return err
	})
}

func tallyLineOf(t intake.Tally, p intake.Petition, lang string) tallyLine {
	line := tallyLine{Tally: t}
	if t.Regions == nil {
		return line
	}
	line.Rest = t.Regions.Rest
	for _, told := range t.Regions.Told {
		title := told.Region
		for _, r := range p.Regions {
			if r.Name == told.Region && r.Title[lang] != "" {
				title = r.Title[lang]
			}
		}
		line.Told = append(line.Told, regionLine{title, told.People})
	}
	return line
}

// closePetition ends signing.
func closePetition(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("petition")
	if err := flow.ClosePetition(ctx, v.archive(), v.actor, id); err != nil {
		return "", err
	}
	return "/petitions/" + id + "?done=petition-closed", nil
}
