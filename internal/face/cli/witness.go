package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/format/dossier"
	"sanad/internal/ground/fail"
)

// Witness is a witness's folder that was opened.
type Witness interface {
	Name() string
	String() string // verifier key
	// Trust lets it look at the log of a verifier key from now on.
	Trust(vkey string) (origin string, err error)
	// Logs lists the logs it looks at.
	Logs() ([]witness.Watched, error)
	// Last gives the checkpoint last signed of a log, nil if none was.
	Last(origin string) ([]byte, error)
	// Cosign signs what the body of a request asks for, if it goes on from what was
	// signed last; what it refuses is a *witness.Refusal.
	Cosign(body []byte) (line string, err error)
	// Latest gives the checkpoint last signed of a log by the hash of its origin.
	Latest(hash string) ([]byte, error)
}

type witnessCmd struct {
	New   witnessNewCmd   `cmd:"" help:"Make a witness: a key in a folder of its own."`
	Log   witnessLogCmd   `cmd:"" help:"Look at the log of an archive from now on, or list what is looked at."`
	Sign  witnessSignCmd  `cmd:"" help:"Sign a checkpoint that came as a file."`
	Serve witnessServeCmd `cmd:"" help:"Sign checkpoints that are handed in over HTTP (C2SP tlog-witness)."`
}

type witnessNewCmd struct {
	Dir  string `arg:"" help:"The witness's folder."`
	Name string `required:"" help:"What the witness is called, like an address: witness.example.org/one." placeholder:"NAME"`
}

// witnessView is a witness as others know it.
type witnessView struct {
	Path string            `json:"path"`
	Name string            `json:"name"`
	Key  string            `json:"key"`
	Logs []witness.Watched `json:"logs"`
}

func (c *witnessNewCmd) Run(s *session) error {
	key, err := s.NewWitness(c.Dir, c.Name)
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return err
	}
	return s.answer(witnessView{dir, c.Name, key, []witness.Watched{}}, func() {
		s.sayf("%s: a witness that looks at no log yet", dir)
		s.sayf("its key, to be handed to those whose logs it signs:\n%s", key)
		s.sayf("next: sanad witness log %s --key VKEY", c.Dir)
	})
}

type witnessLogCmd struct {
	Dir    string `arg:"" help:"The witness's folder."`
	Key    string `help:"The log's verifier key, as sanad checkpoint --json shows it; got from the archive's people, not from a file beside it." placeholder:"VKEY"`
	Origin string `help:"The log's name, if it is to be compared with the key's." placeholder:"NAME"`
}

func (c *witnessLogCmd) Run(s *session) error {
	w, err := s.OpenWitness(c.Dir)
	if err != nil {
		return err
	}
	if c.Origin != "" && !strings.HasPrefix(c.Key, c.Origin+"+") {
		return fail.New(fail.Usage, "the key is not of the log %.80q", c.Origin).Do("give both as the archive's people say them, with --key")
	}
	if c.Key != "" {
		if _, err := w.Trust(c.Key); err != nil {
			return err
		}
	}
	logs, err := w.Logs()
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return err
	}
	return s.answer(witnessView{dir, w.Name(), w.String(), append([]witness.Watched{}, logs...)}, func() {
		s.sayf("%s", w)
		for _, l := range logs {
			signed := "nothing signed yet"
			if l.Size >= 0 {
				signed = "signed up to " + many(l.Size, "entry", "entries")
			}
			s.sayf("%s  %s", l.Origin, signed)
		}
	})
}

type witnessSignCmd struct {
	Dir        string `arg:"" help:"The witness's folder."`
	Checkpoint string `arg:"" help:"A request as sanad checkpoint cosign --ask writes it, or a signed checkpoint."`
	Proof      string `help:"With a checkpoint: the consistency proof from what was signed last, a hash in base 64 a line." placeholder:"FILE"`
	Tiles      string `help:"With a checkpoint: the log's tiles, as sanad export tiles writes them; the proof is computed from them." placeholder:"FOLDER"`
	Out        string `help:"Write the signed checkpoint to this new file instead of standard output." placeholder:"FILE"`
}

// cosignedView is what a witness signed.
type cosignedView struct {
	Witness    string `json:"witness"` // verifier key
	Origin     string `json:"origin"`
	Size       int64  `json:"size"`
	Line       string `json:"line"`
	Checkpoint string `json:"checkpoint"` // with the line
	Path       string `json:"path,omitempty"`
}

func (c *witnessSignCmd) Run(s *session) error {
	w, err := s.OpenWitness(c.Dir)
	if err != nil {
		return err
	}
	text, err := s.readSmall(c.Checkpoint)
	if err != nil {
		return err
	}
	body, err := c.request(s, w, text)
	if err != nil {
		return err
	}
	line, err := w.Cosign(body)
	if err != nil {
		return refusal(err)
	}
	request, err := witness.ParseRequest(body)
	if err != nil {
		return err
	}
	point, err := ledger.CheckpointText(request.Checkpoint)
	if err != nil { // one with extension lines, which are other logs' own
		point = ledger.Checkpoint{}
	}
	out := cosignedView{w.String(), point.Origin, point.Size, line, string(request.Checkpoint) + line, ""}
	if c.Out != "" {
		if err := s.files().Write(c.Out, []byte(out.Checkpoint)); err != nil {
			return err
		}
		if out.Path, err = s.files().Place(c.Out); err != nil {
			return err
		}
	}
	return s.answer(out, func() {
		if c.Out == "" {
			fmt.Fprint(s.Out, out.Checkpoint)
			return
		}
		s.sayf("signed %s of %s; hand this file back: %s", many(out.Size, "entry", "entries"), out.Origin, out.Path)
	})
}

// request makes of a checkpoint what the witness is asked, from what it signed last.
func (c *witnessSignCmd) request(s *session, w Witness, text []byte) ([]byte, error) {
	if witness.IsRequest(text) {
		if c.Proof != "" || c.Tiles != "" {
			return nil, fail.New(fail.Usage, "a request holds its proof: give it without --proof and --tiles")
		}
		return text, nil
	}
	claimed, _, err := witness.SplitNote(text)
	if err != nil {
		return nil, fail.New(fail.Usage, "%s is neither a request nor a checkpoint: %w", c.Checkpoint, err)
	}
	point, err := witness.ParseText(claimed)
	if err != nil {
		return nil, fail.New(fail.Usage, "reading the checkpoint: %w", err)
	}
	last, err := w.Last(point.Origin)
	if err != nil {
		return nil, err
	}
	r := witness.Request{Checkpoint: text}
	if last != nil {
		known, _, err := witness.SplitNote(last)
		if err != nil {
			return nil, err
		}
		before, err := witness.ParseText(known)
		if err != nil {
			return nil, err
		}
		r.Old = before.Size
	}
	if r.Old == 0 || r.Old >= point.Size {
		return r.Marshal(), nil
	}
	switch {
	case c.Proof != "":
		data, err := s.readSmall(c.Proof)
		if err != nil {
			return nil, err
		}
		if r.Proof, err = dossier.ParseConsistency[ledger.PathHash](data); err != nil {
			return nil, fail.New(fail.Usage, "%w", err)
		}
	case c.Tiles != "":
		tree := ledger.NewTree(point.Size, tileFolder{s, c.Tiles, point.Size})
		if r.Proof, err = tree.ProveConsistency(r.Old, point.Size); err != nil {
			return nil, fail.New(fail.Failed, "computing the proof from the tiles: %w", err).Do("ask for the tiles of this checkpoint: sanad export tiles")
		}
	default:
		return nil, fail.New(fail.Usage, "this witness last signed %s of this log, and the proof that %d go on from them is missing", many(r.Old, "entry", "entries"), point.Size).
			Do("ask for it: sanad checkpoint cosign --ask FILE --from %d; or give --tiles", r.Old)
	}
	return r.Marshal(), nil
}

// tileFolder reads the tiles of a log of that size. What stands in them is not
// trusted: a proof made of wrong hashes does not hold.
type tileFolder struct {
	s    *session
	dir  string
	size int64
}

const tileWidth = 256

func (t tileFolder) Tile(id ledger.TileID) ([]byte, error) {
	width := min(tileWidth, t.size>>(8*id.Level)-id.N*tileWidth)
	if width <= 0 {
		return nil, fmt.Errorf("there is no tile %d/%d in a log of %d entries", id.Level, id.N, t.size)
	}
	return t.s.readSmall(filepath.Join(t.dir, filepath.FromSlash(ledger.TilePath(fmt.Sprint(id.Level), id.N, int(width)))))
}

// refusal tells a witness's refusal as a failure of its kind.
func refusal(err error) error {
	var r *witness.Refusal
	if !errors.As(err, &r) {
		return err
	}
	switch r.Status {
	case witness.StatusBad:
		return fail.New(fail.Usage, "%w", err)
	case witness.StatusStale:
		return fail.New(fail.Conflict, "%w", err).Do("ask for a request that goes on from there: sanad checkpoint cosign --ask FILE --from %d", r.Size)
	case witness.StatusProof:
		return fail.New(fail.Integrity, "%w", err).Do("do not sign; keep both checkpoints and ask the archive's people which history is theirs")
	case witness.StatusUnknown:
		return fail.New(fail.Refused, "%w", err).Do("sanad witness log DIR --key VKEY")
	}
	return fail.New(fail.Refused, "%w", err)
}

type witnessServeCmd struct {
	Dir    string `arg:"" help:"The witness's folder."`
	Listen string `help:"Address and port." default:"127.0.0.1:7320"`
}

func (c *witnessServeCmd) Run(s *session) error {
	w, err := s.OpenWitness(c.Dir)
	if err != nil {
		return err
	}
	return s.ServeWitness(s.ctx, w, c.Listen, func(address string) {
		if s.JSON {
			_ = s.printJSON(witnessServed{w.Name(), w.String(), address})
			return
		}
		s.sayf("%s signs checkpoints at %s", w.Name(), address)
	})
}

// witnessServed tells where a witness answers.
type witnessServed struct {
	Name    string `json:"name"`
	Key     string `json:"key"`
	Address string `json:"address"`
}
