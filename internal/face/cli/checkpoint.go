package cli

import (
	"fmt"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type checkpointCmd struct {
	Show   checkpointShowCmd   `cmd:"" default:"withargs" help:"Print the newest signed checkpoint; this is what sanad checkpoint does."`
	Cosign checkpointCosignCmd `cmd:"" help:"Ask witnesses to sign the newest checkpoint, and record what they sign."`
	Stamp  checkpointStampCmd  `cmd:"" help:"Have the newest checkpoint stamped with the time (RFC 3161), and record the stamp."`
}

type checkpointShowCmd struct {
	Cosigned bool `help:"Print the newest checkpoint that witnesses signed, with their lines."`
}

// checkpointView is what the archive signs for, and what others said of it.
type checkpointView struct {
	Origin     string         `json:"origin"`
	Size       int64          `json:"size"`
	Root       string         `json:"root"`
	Key        string         `json:"key"`
	Checkpoint string         `json:"checkpoint"`
	Cosigned   []cosignedLine `json:"cosigned"`
	Stamped    []stampedLine  `json:"stamped"`
}

// cosignedLine is a witness's word.
type cosignedLine struct {
	Size    int64  `json:"size"`
	Root    string `json:"root"`
	Name    string `json:"name"`
	Witness string `json:"witness"` // verifier key
	Time    string `json:"time"`    // as the witness says
	Line    string `json:"line"`
	Index   int64  `json:"index,omitempty"` // where it is recorded
}

// stampedLine is an authority's word.
type stampedLine struct {
	Size         int64  `json:"size"`
	Root         string `json:"root"`
	Time         string `json:"time"` // as the authority says
	Authority    string `json:"authority"`
	Policy       string `json:"policy"`
	RootsChecked string `json:"roots_checked,omitempty"` // SHA-256 of the roots its certificate was checked by
	Index        int64  `json:"index,omitempty"`
}

func cosignedOf(f witness.Cosigned, index int64) cosignedLine {
	name, _, _ := strings.Cut(f.Witness, "+")
	return cosignedLine{f.Size, rootText(f.Root), name, f.Witness, stamp(f.At), f.Line, index}
}

func stampedOf(f witness.Stamped, index int64) stampedLine {
	return stampedLine{f.Size, rootText(f.Root), stamp(f.At), f.Authority, f.Policy, f.Roots, index}
}

func rootText(root ledger.PathHash) string {
	text, _ := root.MarshalText() // never fails
	return string(text)
}

// vouchedTold is how many of the newest words of others are told.
const vouchedTold = 20

func (c *checkpointShowCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		out := checkpointView{Key: a.Key, Cosigned: []cosignedLine{}, Stamped: []stampedLine{}}
		var signed []byte
		err := s.look(a, func(st flow.State) (err error) {
			if c.Cosigned {
				signed, _, err = flow.NewestCosigned(s.ctx, st, 0)
			} else {
				signed, err = st.Checkpoint(s.ctx)
			}
			if err != nil {
				return err
			}
			cosigned, err := st.Cosigned(s.ctx, flow.VouchQuery{Limit: vouchedTold})
			if err != nil {
				return err
			}
			for _, f := range cosigned {
				out.Cosigned = append(out.Cosigned, cosignedOf(f.Cosigned, f.Index))
			}
			stamped, err := st.Stamped(s.ctx, flow.VouchQuery{Limit: vouchedTold})
			for _, f := range stamped {
				out.Stamped = append(out.Stamped, stampedOf(f.Stamped, f.Index))
			}
			return err
		})
		if err != nil {
			return err
		}
		point, err := ledger.CheckpointText(signed)
		if err != nil {
			return err
		}
		out.Origin, out.Size, out.Root, out.Checkpoint = point.Origin, point.Size, point.Root.String(), string(signed)
		return s.answer(out, func() { fmt.Fprint(s.Out, out.Checkpoint) })
	})
}

type checkpointCosignCmd struct {
	Witness []string `help:"Where a witness answers; may be given more than once. Without any, those that sanad.json names." placeholder:"URL" sep:"none"`
	Key     []string `help:"A witness's verifier key: of each --witness that sanad.json does not name, in their order, or of those whose lines are in --file." placeholder:"VKEY" sep:"none"`
	File    string   `help:"Record the lines of witnesses that stand in this file, as a partner handed it back." placeholder:"FILE"`
	Ask     string   `help:"Write what a partner's witness is asked to this new file, for sanad witness sign." placeholder:"FILE"`
	From    int64    `help:"With --ask: how many entries that witness signed last; with --key, what is recorded of it." default:"-1" placeholder:"N"`
	Fresh   bool     `help:"Do nothing if nothing was recorded since all of these witnesses signed."`
}

// askedLine is what came of asking one witness.
type askedLine struct {
	Witness string `json:"witness"` // verifier key
	URL     string `json:"url"`
	Error   string `json:"error,omitempty"`
}

// cosignedAnswer is what cosign did.
type cosignedAnswer struct {
	Size     int64          `json:"size"` // entries of the checkpoint asked about
	Quiet    bool           `json:"quiet,omitempty"`
	Path     string         `json:"path,omitempty"` // of the request
	Cosigned []cosignedLine `json:"cosigned"`
	Asked    []askedLine    `json:"asked"`
}

func (c *checkpointCosignCmd) Run(s *session) error {
	if c.File != "" && (c.Ask != "" || len(c.Witness) > 0) || c.Ask != "" && len(c.Witness) > 0 {
		return fail.New(fail.Usage, "--witness, --file and --ask are three ways: give one")
	}
	return s.with(func(a *Opened) error {
		switch {
		case c.File != "":
			return c.take(s, a)
		case c.Ask != "":
			return c.ask(s, a)
		}
		return c.cosign(s, a)
	})
}

func parseWitnessKeys(vkeys []string) ([]*witness.Key, error) {
	var out []*witness.Key
	for _, vkey := range vkeys {
		k, err := witness.ParseKey(vkey)
		if err != nil {
			return nil, fail.New(fail.Usage, "%w", err).Do("give the key as sanad witness log prints it")
		}
		out = append(out, k)
	}
	return out, nil
}

// take records what a partner handed back.
func (c *checkpointCosignCmd) take(s *session, a *Opened) error {
	keys, err := parseWitnessKeys(c.Key)
	if err != nil {
		return err
	}
	vouching, err := a.Vouching()
	if err != nil {
		return err
	}
	for _, w := range vouching.Witnesses {
		keys = append(keys, w.Key)
	}
	if len(keys) == 0 {
		return fail.New(fail.Usage, "no witness's key is known").Do("give it: --key VKEY")
	}
	signed, err := s.readSmall(c.File)
	if err != nil {
		return err
	}
	taken, err := flow.TakeCosigned(s.ctx, a.Whole, a.Actor, signed, keys)
	if err != nil {
		return err
	}
	out := cosignedAnswer{Size: taken[0].Size, Cosigned: []cosignedLine{}, Asked: []askedLine{}}
	for _, f := range taken {
		out.Cosigned = append(out.Cosigned, cosignedOf(f, 0))
	}
	return s.answer(out, func() { tellCosigned(s, out) })
}

// ask writes a request for a partner without a server.
func (c *checkpointCosignCmd) ask(s *session, a *Opened) error {
	from := max(c.From, 0)
	if len(c.Key) > 1 {
		return fail.New(fail.Usage, "a request is for one witness")
	}
	if c.From < 0 && len(c.Key) == 1 {
		err := s.look(a, func(st flow.State) (err error) {
			from, err = flow.LastSigned(s.ctx, st, c.Key[0])
			return err
		})
		if err != nil {
			return err
		}
	}
	request, size, err := flow.CosignRequest(s.ctx, a.Whole, a.Actor, from)
	if err != nil {
		return err
	}
	if err := s.files().Write(c.Ask, request.Marshal()); err != nil {
		return err
	}
	out := cosignedAnswer{Size: size, Cosigned: []cosignedLine{}, Asked: []askedLine{}}
	if out.Path, err = s.files().Place(c.Ask); err != nil {
		return err
	}
	return s.answer(out, func() {
		s.sayf("%s: %s, from %d; the partner runs: sanad witness sign DIR FILE --out ANSWER", out.Path, many(size, "entry", "entries"), from)
		s.sayf("then: sanad checkpoint cosign --file ANSWER --key VKEY")
	})
}

// whom gives the witnesses that are meant, and the key of each.
func (c *checkpointCosignCmd) whom(a *Opened) ([]flow.WitnessAt, error) {
	keys, err := parseWitnessKeys(c.Key)
	if err != nil {
		return nil, err
	}
	vouching, err := a.Vouching()
	if err != nil {
		return nil, err
	}
	if len(c.Witness) == 0 {
		var reached []flow.WitnessAt
		for _, w := range vouching.Witnesses {
			if w.URL != "" {
				reached = append(reached, w)
			}
		}
		if len(reached) == 0 {
			return nil, fail.New(fail.Usage, "no witness is named").Do("give --witness URL --key VKEY, or name witnesses in sanad.json: see the guide")
		}
		return reached, nil
	}
	var out []flow.WitnessAt
	for _, url := range c.Witness {
		at := flow.WitnessAt{URL: url}
		for _, w := range vouching.Witnesses {
			if w.URL == url {
				at = w
			}
		}
		if at.Key == nil {
			if len(keys) == 0 {
				return nil, fail.New(fail.Usage, "the key of the witness at %s is not known", url).Do("give it: --key VKEY, as its keepers say it")
			}
			at.Key, keys = keys[0], keys[1:]
		}
		out = append(out, at)
	}
	return out, nil
}

func (c *checkpointCosignCmd) cosign(s *session, a *Opened) error {
	of, err := c.whom(a)
	if err != nil {
		return err
	}
	out := cosignedAnswer{Cosigned: []cosignedLine{}, Asked: []askedLine{}}
	if c.Fresh {
		if out.Quiet, _, err = flow.NothingSince(s.ctx, a.Whole, of); err != nil {
			return err
		}
		if out.Quiet {
			return s.answer(out, func() { s.sayf("nothing was recorded since witnesses signed last") })
		}
	}
	asked, err := flow.Cosign(s.ctx, a.Whole, a.Actor, a.Ask, of)
	if err != nil {
		return err
	}
	var failed error
	kind := fail.Failed
	for _, w := range asked {
		line := askedLine{Witness: w.Key.String(), URL: w.URL}
		out.Size = w.Size
		if w.Err != nil {
			line.Error = w.Err.Error()
			if fail.Of(w.Err) == fail.Integrity || kind != fail.Integrity {
				kind = fail.Of(w.Err)
			}
		} else {
			out.Cosigned = append(out.Cosigned, cosignedOf(w.Got, 0))
		}
		out.Asked = append(out.Asked, line)
	}
	if left := len(asked) - len(out.Cosigned); left > 0 {
		if len(out.Cosigned) > 0 && kind != fail.Integrity {
			kind = fail.Partial
		}
		failed = fail.New(kind, "%s did not sign", many(int64(left), "witness", "witnesses"))
	}
	return s.answerThen(out, func() { tellCosigned(s, out) }, failed)
}

func tellCosigned(s *session, out cosignedAnswer) {
	for _, l := range out.Cosigned {
		s.sayf("%s signed %s at %s", l.Name, many(l.Size, "entry", "entries"), l.Time)
	}
	for _, w := range out.Asked {
		if w.Error != "" {
			s.sayf("NOT SIGNED  %s: %s", w.URL, w.Error)
		}
	}
}

type checkpointStampCmd struct {
	TSA     string `name:"tsa" help:"Where the authority answers. Without it, those that sanad.json names." placeholder:"URL"`
	Request string `help:"Write the request to this new file, and what is stamped beside it, for an authority that is reached otherwise; with --reply: that file." placeholder:"FILE"`
	Reply   string `help:"Record the authority's reply to --request." placeholder:"FILE"`
	Roots   string `help:"Certificates in PEM that the authority's must lead to." placeholder:"FILE"`
	Policy  string `help:"The authority's policy to ask for (an object identifier)." placeholder:"OID"`
}

// stampedAnswer is what stamp did.
type stampedAnswer struct {
	Size    int64         `json:"size"`
	Path    string        `json:"path,omitempty"`  // of the request
	Bytes   string        `json:"bytes,omitempty"` // of what is to be stamped
	Stamped []stampedLine `json:"stamped"`
}

func (c *checkpointStampCmd) Run(s *session) error {
	if c.TSA != "" && (c.Request != "" || c.Reply != "") || c.Reply != "" && c.Request == "" {
		return fail.New(fail.Usage, "give --tsa URL; or --request FILE, and later the same with --reply FILE")
	}
	var roots []byte
	var err error
	if c.Roots != "" {
		if roots, err = s.readSmall(c.Roots); err != nil {
			return err
		}
	}
	return s.with(func(a *Opened) error {
		switch {
		case c.Reply != "":
			return c.take(s, a, roots)
		case c.Request != "":
			return c.ask(s, a)
		}
		return c.stamp(s, a, roots)
	})
}

func (c *checkpointStampCmd) ask(s *session, a *Opened) error {
	asked, err := flow.AskStamp(s.ctx, a.Whole, a.Actor, c.Policy)
	if err != nil {
		return err
	}
	out := stampedAnswer{Size: asked.Size, Stamped: []stampedLine{}}
	if err := s.files().Write(c.Request, asked.Request); err != nil {
		return err
	}
	if err := s.files().Write(c.Request+stampedFileEnd, asked.Checkpoint); err != nil {
		return err
	}
	if out.Path, err = s.files().Place(c.Request); err != nil {
		return err
	}
	out.Bytes = out.Path + stampedFileEnd
	return s.answer(out, func() {
		s.sayf("%s: a request for a time stamp; what is stamped lies in %s", out.Path, out.Bytes)
		s.sayf("then: sanad checkpoint stamp --request %s --reply REPLY --roots ROOTS", c.Request)
	})
}

// stampedFileEnd is how the file ends that holds what is stamped.
const stampedFileEnd = ".checkpoint"

func (c *checkpointStampCmd) take(s *session, a *Opened, roots []byte) error {
	var asked flow.StampAsked
	var err error
	if asked.Request, err = s.readSmall(c.Request); err != nil {
		return err
	}
	if asked.Checkpoint, err = s.readSmall(c.Request + stampedFileEnd); err != nil {
		return err
	}
	reply, err := s.readSmall(c.Reply)
	if err != nil {
		return err
	}
	f, err := flow.TakeStamp(s.ctx, a.Whole, a.Actor, asked, reply, roots, s.Clock())
	if err != nil {
		return err
	}
	return tellStamped(s, []witness.Stamped{f}, nil)
}

func (c *checkpointStampCmd) stamp(s *session, a *Opened, roots []byte) error {
	vouching, err := a.Vouching()
	if err != nil {
		return err
	}
	of := vouching.Authorities
	if c.TSA != "" {
		of = []Authority{{URL: c.TSA, Policy: c.Policy, Roots: roots}}
	}
	if len(of) == 0 {
		return fail.New(fail.Usage, "no authority is named").Do("give --tsa URL --roots FILE, or name authorities in sanad.json: see the guide")
	}
	var got []witness.Stamped
	var failed error
	for _, at := range of {
		f, err := flow.Stamp(s.ctx, a.Whole, a.Actor, a.Ask, at.URL, at.Policy, at.Roots, s.Clock)
		if err == nil {
			got = append(got, f)
			continue
		}
		s.notef("%s: %v", at.URL, err)
		failed = err
	}
	if failed != nil && len(got) > 0 {
		failed = fail.New(fail.Partial, "%d of %d authorities gave no stamp", len(of)-len(got), len(of))
	}
	if len(got) == 0 {
		return failed
	}
	return tellStamped(s, got, failed)
}

func tellStamped(s *session, got []witness.Stamped, failed error) error {
	out := stampedAnswer{Stamped: []stampedLine{}}
	for _, f := range got {
		out.Size = f.Size
		out.Stamped = append(out.Stamped, stampedOf(f, 0))
	}
	return s.answerThen(out, func() {
		for _, l := range out.Stamped {
			s.sayf("%s stamped %s with %s", l.Authority, many(l.Size, "entry", "entries"), l.Time)
			if l.RootsChecked == "" {
				s.sayf("its certificate was not checked: give --roots, certificates of the authority in PEM")
			}
		}
	}, failed)
}
