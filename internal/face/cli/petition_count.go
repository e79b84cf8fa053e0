package cli

import (
	"errors"

	"sanad/internal/core/intake"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// keyFlags say how a key of a petition is opened: by a request that its holders
// approved, or by holders who came together here.
type keyFlags struct {
	Key    []string `help:"File with a private key: of each key holder who is here, once each; or, with --unseal, the one its request was made with." placeholder:"FILE" sep:"none"`
	Unseal string   `help:"The request that the key holders approved." placeholder:"REQUEST"`
	Second string   `help:"With the keys of holders who are here: the account of another who takes part." placeholder:"USER"`
	Reason string   `help:"Why the key is opened; it stays in the ledger." default:"to count the petition"`
}

// given reports whether a key is to be opened.
func (k keyFlags) given() bool { return len(k.Key) > 0 || k.Unseal != "" }

// open opens the private half of a petition's key.
func (k keyFlags) open(s *session, a *Opened, petition, what string) (string, error) {
	var identities []string
	for _, path := range k.Key {
		identity, err := readKey(s, path)
		if err != nil {
			return "", err
		}
		identities = append(identities, identity)
	}
	var record seal.Record
	err := s.look(a, func(st flow.State) (err error) {
		record, err = flow.RecordOf(s.ctx, st, petition, what)
		return err
	})
	if err != nil {
		return "", err
	}
	if k.Unseal == "" {
		return k.together(s, a, record, identities)
	}
	if len(identities) != 1 {
		return "", fail.New(fail.Usage, "the request %s is opened with one key", flat(k.Unseal)).Do("give --key, the file that sanad unseal request wrote")
	}
	value, r, err := flow.OpenUnsealed(s.ctx, a.Archive, a.Actor, s.Clock(), k.Unseal, identities[0])
	if err == nil && r.Record != record.ID {
		err = fail.New(fail.Usage, "the request %s opens another record than the %s key of %s", flat(k.Unseal), what, petition).Do("ask for this one: sanad unseal request %s --reason REASON --out FILE", record.ID)
	}
	return value, err
}

func (k keyFlags) together(s *session, a *Opened, record seal.Record, identities []string) (string, error) {
	if k.Second == "" {
		return "", fail.New(fail.Refused, "nothing sealed is opened by one account alone").Do("name the account of another who is here: --second USER; or ask: sanad unseal request %s", record.ID)
	}
	other, err := s.Open(s.ctx, s.Archive, k.Second)
	if err != nil {
		return "", err
	}
	value, _, err := flow.OpenTogether(s.ctx, flow.Party{Archive: a.Archive, Actor: a.Actor}, flow.Party{Archive: other.Archive, Actor: other.Actor}, s.Clock, record.ID, k.Reason, identities)
	if closed := other.Close(); err == nil {
		err = closed
	}
	return value, err
}

type petitionTallyCmd struct {
	Petition string `arg:"" help:"The petition."`
	Out      string `help:"The folder for the proof; tally-PETITION in the current folder if people are counted, none otherwise." placeholder:"FOLDER"`
	keyFlags
}

type talliedView struct {
	Petition string `json:"petition"`
	petitionCounted
	Needs      *tallyNeeds `json:"needs,omitempty"` // what it takes to count people
	Checkpoint string      `json:"checkpoint"`
	Proof      *string     `json:"proof"`
}

// tallyNeeds says who can open the tally key together.
type tallyNeeds struct {
	Record  string   `json:"record"`
	Need    int      `json:"need"`
	Holders []string `json:"holders"`
}

func (c *petitionTallyCmd) Run(s *session) error {
	dest := c.Out
	if dest == "" && c.given() {
		dest = "tally-" + c.Petition
	}
	return s.with(func(a *Opened) error {
		out := talliedView{Petition: c.Petition}
		var err error
		if dest == "" {
			err = c.count(s, a, &out, nil)
		} else {
			err = s.intoFolder(dest, func(sink flow.Sink) error { return c.count(s, a, &out, sink) })
			out.Proof = &dest
		}
		if err != nil {
			return err
		}
		if out.Distinct == nil {
			if err := out.needs(s, a); err != nil {
				return err
			}
		}
		return s.answer(out, func() { tellTallied(s, out) })
	})
}

// intoFolder writes a folder that gets its name only when it is whole.
func (s *session) intoFolder(dest string, write func(flow.Sink) error) error {
	dest, err := s.files().Place(dest)
	if err != nil {
		return err
	}
	folder, err := s.Folder(dest)
	if err != nil {
		return err
	}
	if err := write(folder); err != nil {
		return errors.Join(err, folder.Abort())
	}
	return folder.Finish()
}

func (c *petitionTallyCmd) count(s *session, a *Opened, out *talliedView, sink flow.Sink) error {
	identity := ""
	if c.given() {
		var err error
		if identity, err = c.open(s, a, c.Petition, intake.KeyTally); err != nil {
			return err
		}
	}
	t, err := flow.TallyPetition(s.ctx, a.Archive, a.Actor, c.Petition, identity, s.progress())
	if err != nil {
		return err
	}
	out.petitionCounted = viewTally(t)
	if sink != nil {
		checkpoint, err := flow.ProveTally(s.ctx, a.Archive, a.Actor, t, sink)
		out.Checkpoint = string(checkpoint)
		return err
	}
	return s.look(a, func(st flow.State) error {
		checkpoint, err := st.Checkpoint(s.ctx)
		out.Checkpoint = string(checkpoint)
		return err
	})
}

func (v *talliedView) needs(s *session, a *Opened) error {
	return s.look(a, func(st flow.State) error {
		r, err := flow.RecordOf(s.ctx, st, v.Petition, intake.KeyTally)
		if fail.Of(err) == fail.NotFound {
			return nil // the actor may not know who holds keys
		}
		v.Needs = &tallyNeeds{Record: r.ID, Need: r.Envelope.Need, Holders: []string{}}
		for _, h := range r.Envelope.Shares {
			v.Needs.Holders = append(v.Needs.Holders, h.Holder)
		}
		return err
	})
}

func tellTallied(s *session, v talliedView) {
	s.sayf("%s:", v.Petition)
	tellTally(s, v.petitionCounted)
	if v.Needs != nil {
		s.sayf("  to count people, %d of the key holders %s open the tally key together:", v.Needs.Need, orNobody(v.Needs.Holders))
		s.sayf("    sanad unseal request %s --reason REASON --out FILE, their approvals, then", v.Needs.Record)
		s.sayf("    sanad petition tally %s --unseal REQUEST --key FILE", v.Petition)
	}
	if v.Proof != nil {
		s.sayf("anyone can check it: sanad-verify %s", *v.Proof)
	}
}

type petitionAuditCmd struct {
	Petition  string `arg:"" help:"The petition."`
	Recipient string `required:"" help:"Public age key of who asks the people in the sample (age1pq1...)."`
	Seed      string `required:"" help:"What the sample is drawn by: something public that nobody could choose, agreed on before."`
	Size      int    `help:"How many signatures." default:"50"`
	Tally     int64  `help:"The entry of the tally; the newest if not given." placeholder:"N"`
	Out       string `required:"" help:"The folder to write." placeholder:"FOLDER"`
	keyFlags
}

func (c *petitionAuditCmd) Run(s *session) error {
	req := flow.PetitionExport{Petition: c.Petition, Tally: c.Tally, For: intake.ForSample, Recipient: c.Recipient, Seed: c.Seed, Size: c.Size}
	return handOver(s, req, c.keyFlags, c.Out)
}

type petitionExportCmd struct {
	Petition  string `arg:"" help:"The petition."`
	Names     bool   `help:"The names of all who signed too, sealed to the recipient."`
	Recipient string `help:"Public age key of the body it is for (age1pq1...), for names."`
	Tally     int64  `help:"The entry of the tally; the newest if not given." placeholder:"N"`
	Out       string `required:"" help:"The folder to write." placeholder:"FOLDER"`
	keyFlags
}

func (c *petitionExportCmd) Run(s *session) error {
	req := flow.PetitionExport{Petition: c.Petition, Tally: c.Tally, For: intake.ForCount, Recipient: c.Recipient}
	if c.Names {
		req.For = intake.ForNames
	}
	return handOver(s, req, c.keyFlags, c.Out)
}

type handedView struct {
	Petition   string          `json:"petition"`
	For        string          `json:"for"`
	Path       string          `json:"path"`
	Tally      petitionCounted `json:"tally"`
	Names      int64           `json:"names"`
	Checkpoint string          `json:"checkpoint"`
	Index      int64           `json:"index"` // the entry that says it was handed over
}

// handOver writes what the body a petition is for receives.
func handOver(s *session, req flow.PetitionExport, keys keyFlags, dest string) error {
	if req.For != intake.ForCount {
		if err := s.CheckRecipient(req.Recipient); err != nil {
			return err
		}
		if !keys.given() {
			return fail.New(fail.Refused, "the names under the petition %s are sealed", flat(req.Petition)).Do("its key holders open the names key that sanad petition show %s names; then give --unseal REQUEST --key FILE", flat(req.Petition))
		}
	}
	return s.with(func(a *Opened) error {
		out := handedView{Petition: req.Petition, For: req.For, Path: dest}
		err := s.intoFolder(dest, func(sink flow.Sink) (err error) {
			if req.For != intake.ForCount {
				if req.Identity, err = keys.open(s, a, req.Petition, intake.KeyNames); err != nil {
					return err
				}
			}
			handed, err := flow.ExportPetition(s.ctx, a.Archive, a.Actor, req, sink)
			out.Tally, out.Names, out.Checkpoint, out.Index = viewTally(handed.Tally), handed.Names, string(handed.Checkpoint), handed.Index
			return err
		})
		if err != nil {
			return err
		}
		return s.answer(out, func() {
			s.sayf("%s: %s, %s (entry %d)", out.Path, many(out.Tally.Signatures, "signature", "signatures"), many(out.Names, "name", "names"), out.Index)
			s.sayf("anyone can check the count: sanad-verify %s/tally", out.Path)
		})
	})
}
