package cli

import (
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type citeCmd struct {
	Item  string `arg:"" help:"The item to cite."`
	Quote string `required:"" help:"What stands there; kinds of letters, joiners and digits need not be typed exactly." placeholder:"TEXT"`
	Page  int    `help:"The page, if the quote stands on several."`
	Cell  string `help:"The cell of a table, such as C12."`
	Note  string `help:"Why it is worth citing."`
}

// citedView is a passage that was cited.
type citedView struct {
	Passage string `json:"passage"`
	passageView
	Others  int    `json:"others"`
	Reading string `json:"reading"` // the engine it was read by
	Machine bool   `json:"machine"` // letters were read from a picture
}

func (c *citeCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		item, err := findItem(s, a, c.Item)
		if err != nil {
			return err
		}
		got, err := flow.Cite(s.ctx, a.Archive, a.Actor, flow.CiteRequest{Item: item.Sum, Quote: c.Quote, Page: c.Page, Cell: c.Cell, Note: c.Note})
		if err != nil {
			return err
		}
		v := viewPassage(got.Passage)
		out := citedView{got.ID, v, got.Others, got.Reading.Engine + " " + got.Reading.Version, got.Reading.Step == text.StepOCR}
		return s.answer(out, func() {
			s.sayf("passage %s, %s: %s", got.ID, v.Where, oneLine(v.Quote))
			if got.Others > 0 {
				s.sayf("the quote stands in %s more; choose with --page or --cell, or quote more words", many(int64(got.Others), "place", "places"))
			}
			warnMachine(s, got.Reading)
		})
	})
}

type claimCmd struct {
	Add      claimAddCmd     `cmd:"" help:"Record a claim on passages cited before."`
	Correct  claimCorrectCmd `cmd:"" help:"Record a claim in the place of one that was recorded wrongly; the old one stays readable."`
	Withdraw withdrawCmd     `cmd:"" help:"Say that a claim no longer stands; it stays readable."`
	Prefer   preferCmd       `cmd:"" help:"Prefer a claim over its rivals, which stay beside it."`
	Accept   acceptCmd       `cmd:"" help:"Say, as a second reader, that what it rests on says so."`
	Dispute  disputeCmd      `cmd:"" help:"Say what speaks against a claim; it keeps standing, and the dispute with it."`
	Grade    claimGradeCmd   `cmd:"" help:"Grade source (A-F) and information (1-6), each by itself."`
	Flag     claimFlagCmd    `cmd:"" help:"Set a flag on a claim, or lift it, with the grounds."`
	Weigh    claimWeighCmd   `cmd:"" help:"Say which way a claim speaks in what somebody is accused of."`
	Show     claimShowCmd    `cmd:"" help:"Show a claim with all it rests on."`
	History  claimHistoryCmd `cmd:"" help:"Show everything that was recorded of a claim."`
}

// claimWords is what add and correct both take.
type claimWords struct {
	Value       string   `help:"The value, as it is written: dates, amounts and coordinates are read." placeholder:"TEXT"`
	AsQuoted    bool     `help:"The value is the words of the passage."`
	ValueEntity string   `help:"The value, if it is a thing itself." placeholder:"ID"`
	Lang        string   `help:"Language of the value, such as fa."`
	Says        []string `help:"Who says so, innermost first, as WHO:VERB; behind it may stand, parted by |, e=ENTITY, medium=TEXT, on=DATE, at=OCCASION. May be given more than once." sep:"none" placeholder:"WHO:VERB"`
	Grade       string   `help:"Source A-F and information 1-6, judged apart, such as B3."`
	Flag        []string `help:"duress, hearsay, anonymous or translated." sep:"none"`
	Grounds     string   `help:"What the flag rests on; needed for duress."`
	Note        string   `help:"Your own words on it."`
	Calendar    string   `help:"The calendar a date is written in: gregorian, solar, hijri, hijri-civil or hijri-umalqura; found out when absent."`
	Reference   string   `help:"The day from which \"last Friday\" is counted: the document's own date." placeholder:"DATE"`
	Counts      string   `help:"What a number counts: killed, signatures, members ..."`
	Comparator  string   `help:"How the numbers bound it: exactly, about, at least, more than, at most, less than, between, scale."`
	Low         *int64   `help:"The lower number, if it is not read from the value."`
	High        *int64   `help:"The higher number."`
	Unit        string   `help:"In what it is counted: persons, families, villages ..."`
	Scope       string   `help:"Of whom, where and when, as the source bounds it."`
	Precision   float64  `help:"How far off coordinates may be, in metres."`
	Basis       string   `help:"What coordinates rest on: survey, satellite image, a description ..."`
	From        string   `help:"Since when it held." placeholder:"DATE"`
	To          string   `help:"Until when it held." placeholder:"DATE"`
	AsOf        string   `help:"A day on which it held." placeholder:"DATE"`
}

func (c *claimWords) request() (flow.ClaimRequest, error) {
	req := flow.ClaimRequest{Value: c.Value, AsQuoted: c.AsQuoted, ValueEntity: c.ValueEntity, Lang: c.Lang, Flags: c.Flag, Note: c.Note,
		Calendar: c.Calendar, Reference: c.Reference}
	for _, flag := range c.Flag {
		if c.Grounds != "" {
			req.Grounds = append(req.Grounds, claim.Ground{Flag: flag, Text: c.Grounds})
		}
	}
	if c.Counts+c.Comparator+c.Unit+c.Scope != "" || c.Low != nil || c.High != nil {
		req.Quantity = &claim.Quantity{Kind: c.Counts, Comparator: claim.Comparator(c.Comparator), Low: c.Low, High: c.High, Unit: c.Unit, Scope: c.Scope}
	}
	if c.Precision != 0 || c.Basis != "" {
		req.Shape = &claim.Shape{Precision: c.Precision, Basis: c.Basis}
	}
	if c.From+c.To+c.AsOf != "" {
		req.Valid = &claim.Valid{From: c.From, To: c.To, AsOf: c.AsOf}
	}
	for _, who := range c.Says {
		t, err := parseTeller(who)
		if err != nil {
			return req, err
		}
		req.Says = append(req.Says, t)
	}
	var err error
	req.SourceGrade, req.InfoGrade, err = parseGrade(c.Grade)
	return req, err
}

// parseTeller reads WHO:VERB|medium=letter|on=1983-05|at=the trial|e=ENTITY.
func parseTeller(text string) (claim.Teller, error) {
	parts := strings.Split(text, "|")
	who, verb, _ := strings.Cut(parts[0], ":")
	t := claim.Teller{Who: strings.TrimSpace(who), Verb: strings.TrimSpace(verb)}
	for _, part := range parts[1:] {
		key, value, ok := strings.Cut(part, "=")
		value = strings.TrimSpace(value)
		switch key = strings.TrimSpace(key); {
		case !ok:
			return t, fail.New(fail.Usage, "%q in --says is not of the form medium=TEXT", part)
		case key == "e":
			t.Entity = value
		case key == "medium":
			t.Medium = value
		case key == "at":
			t.Occasion = value
		case key == "on":
			d, err := flow.ReadDate(value, "", "", "")
			if err != nil {
				return t, err
			}
			if d == nil {
				return t, fail.New(fail.Usage, "the date %q in --says can't be read", value).Do("try: sanad date %q", value)
			}
			t.Date = d.EDTF
		default:
			return t, fail.New(fail.Usage, "%q in --says is not known", key).Do("use e, medium, on or at")
		}
	}
	return t, nil
}

// parseGrade parts B3 into B and 3. Either may be missing: "B" and "3" judge one.
func parseGrade(grade string) (source, info string, err error) {
	grade = strings.ToUpper(strings.TrimSpace(grade))
	switch {
	case grade == "":
		return "", "", nil
	case len(grade) == 1 && grade >= "A":
		return grade, "", nil
	case len(grade) == 1:
		return "", grade, nil
	case len(grade) == 2:
		return grade[:1], grade[1:], nil
	}
	return "", "", fail.New(fail.Usage, "the grade %q is not a letter and a digit", grade).Do("give for example --grade B3")
}

type claimAddCmd struct {
	Entity   string `help:"What it is about; a new thing if not given." placeholder:"ID"`
	Schema   string `help:"The kind of a new thing; Person when absent."`
	Property string `required:"" help:"What is claimed of it."`
	claimWords
	Passage []string `required:"" help:"The passage it rests on; may be given more than once." placeholder:"ID" sep:"none"`
	Case    string   `help:"The investigation." default:"main"`
}

func (c *claimAddCmd) Run(s *session) error {
	req, err := c.request()
	if err != nil {
		return err
	}
	req.Case, req.Entity, req.Property, req.Passages = c.Case, c.Entity, c.Property, c.Passage
	if req.Schema = c.Schema; c.Entity == "" && c.Schema == "" {
		req.Schema = "Person"
	}
	if c.Value == "" && c.ValueEntity == "" && !c.AsQuoted && (req.Quantity == nil || req.Quantity.Low == nil && req.Quantity.High == nil) {
		return fail.New(fail.Usage, "the claim has no value").Do("give --value TEXT, --as-quoted or --value-entity ID")
	}
	return s.with(func(a *Opened) error {
		made, err := flow.MakeClaim(s.ctx, a.Archive, a.Actor, req)
		if err != nil {
			return err
		}
		return answerMade(s, made)
	})
}

// answerMade tells of a claim that was recorded, and how its value was read.
func answerMade(s *session, made claim.Made) error {
	v := viewClaim(claim.Claim{Made: made, Standing: claim.Proposed})
	return s.answer(v, func() {
		s.sayf("claim %s: %s %s: %s = %s", made.Claim, made.Schema, made.Entity, made.Property, oneLine(made.Value))
		tellRemarks(s, v)
	})
}

type claimCorrectCmd struct {
	Claim    string `arg:"" help:"The claim that was recorded wrongly."`
	Property string `help:"What is claimed, if that was wrong."`
	claimWords
	Passage []string `help:"The passages it rests on, if they were wrong." placeholder:"ID" sep:"none"`
	Reason  string   `required:"" help:"What was wrong."`
}

func (c *claimCorrectCmd) Run(s *session) error {
	req, err := c.request()
	if err != nil {
		return err
	}
	req.Property, req.Passages = c.Property, c.Passage
	return s.with(func(a *Opened) error {
		made, err := flow.CorrectClaim(s.ctx, a.Archive, a.Actor, c.Claim, req, c.Reason)
		if err != nil {
			return err
		}
		return answerMade(s, made)
	})
}

type turnWords struct {
	Claim  string `arg:"" help:"The claim."`
	Reason string `required:"" help:"Why."`
}

type (
	withdrawCmd struct{ turnWords }
	preferCmd   struct{ turnWords }
	acceptCmd   struct{ turnWords }
	disputeCmd  struct{ turnWords }
)

func (c *withdrawCmd) Run(s *session) error { return c.turn(s, claim.TakenBack) }
func (c *preferCmd) Run(s *session) error   { return c.turn(s, claim.Favoured) }
func (c *acceptCmd) Run(s *session) error   { return c.turn(s, claim.Agreed) }
func (c *disputeCmd) Run(s *session) error  { return c.turn(s, claim.Contested) }

func (c *turnWords) turn(s *session, to claim.Standing) error {
	return s.with(func(a *Opened) error {
		if err := flow.TurnClaim(s.ctx, a.Archive, a.Actor, c.Claim, to, c.Reason); err != nil {
			return err
		}
		return showClaim(s, a, c.Claim)
	})
}

type claimGradeCmd struct {
	Claim  string `arg:"" help:"The claim."`
	Grade  string `arg:"" help:"Source A-F and information 1-6, such as B3; B or 3 alone judges one of them."`
	Reason string `required:"" help:"What the grades rest on."`
}

func (c *claimGradeCmd) Run(s *session) error {
	source, info, err := parseGrade(c.Grade)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if err := flow.GradeClaim(s.ctx, a.Archive, a.Actor, c.Claim, source, info, c.Reason); err != nil {
			return err
		}
		return showClaim(s, a, c.Claim)
	})
}

type claimFlagCmd struct {
	Claim  string `arg:"" help:"The claim."`
	Flag   string `arg:"" help:"duress, hearsay, anonymous or translated."`
	Lift   bool   `help:"Take the flag away."`
	Reason string `required:"" help:"The grounds."`
}

func (c *claimFlagCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.FlagClaim(s.ctx, a.Archive, a.Actor, c.Claim, c.Flag, c.Lift, c.Reason); err != nil {
			return err
		}
		return showClaim(s, a, c.Claim)
	})
}
