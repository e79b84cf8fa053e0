package cli

import (
	"io"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

type keyCmd struct {
	New       keyNewCmd       `cmd:"" help:"Make a key holder's key; the private half goes to a file and is not kept."`
	Draw      keyDrawCmd      `cmd:"" help:"Draw a key without an archive: for a backup, for a body that is handed names, or for a holder to be."`
	Add       keyAddCmd       `cmd:"" help:"Add a key holder by a public key made elsewhere."`
	List      keyListCmd      `cmd:"" help:"List key holders, and how many records each helps to open."`
	Threshold keyThresholdCmd `cmd:"" help:"Decide how many holders together open what is sealed from now on."`
	Remove    keyRemoveCmd    `cmd:"" help:"Seal nothing to a holder from now on: the key was lost or taken, or its holder left."`
	Rotate    keyRotateCmd    `cmd:"" help:"Give a holder a new key, and seal the holder's shares to it; nobody else is needed."`
	HandOver  keyHandOverCmd  `cmd:"" name:"hand-over" help:"Hand a holder's place, and its shares, to somebody else."`
	Paper     keyPaperCmd     `cmd:"" help:"Print a private key for copying by hand, with a checksum a line."`
	Restore   keyRestoreCmd   `cmd:"" help:"Make the file of a private key from its paper, typed on standard input."`
	Resplit   keyResplitCmd   `cmd:"" help:"Share the key of a record anew among those who are holders now, by an approved request."`
}

type keyNewCmd struct {
	Holder string `arg:"" help:"The key holder's handle; it stands in the ledger for ever and must not be a person's name."`
	Out    string `required:"" help:"File for the private key; hand it to the holder." placeholder:"FILE"`
	Case   string `help:"Of this case alone; a case that has holders of its own is sealed to these alone."`
}

func (c *keyNewCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := a.Actor.MayEverywhere(guard.ToAdmin); err != nil {
			return err
		}
		if err := s.look(a, func(st flow.State) error { return flow.FreeHolder(s.ctx, st, c.Holder) }); err != nil {
			return err // before a key is drawn
		}
		recipient, err := s.NewHolder(c.Out)
		if err != nil {
			return err
		}
		if err := addHolder(s, a, guard.Holder{Name: c.Holder, Recipient: recipient, Case: c.Case}); err != nil {
			return err
		}
		s.notef("the private key is in %s and nowhere else: move it off this machine, keep a copy (sanad key paper --key FILE); without enough such keys nothing sealed can be opened", c.Out)
		return nil
	})
}

type keyDrawCmd struct {
	Out string `required:"" help:"File for the private key." placeholder:"FILE"`
}

// Run asks no archive: whoever is to be sealed to, draws the key on their own machine.
func (c *keyDrawCmd) Run(s *session) error {
	recipient, err := s.NewHolder(c.Out)
	if err != nil {
		return err
	}
	s.notef("the private key is in %s and nowhere else: keep a copy, and give nobody but its public half, which is this line", c.Out)
	return s.answer(drawnKey{recipient}, func() { s.sayf("%s", recipient) })
}

// drawnKey is the public half of a key that was drawn.
type drawnKey struct {
	Recipient string `json:"recipient"`
}

type keyAddCmd struct {
	Holder    string `arg:"" help:"The key holder's handle."`
	Recipient string `required:"" help:"Post-quantum age recipient (age1pq1...)."`
	Case      string `help:"Of this case alone."`
}

func (c *keyAddCmd) Run(s *session) error {
	if err := s.CheckRecipient(c.Recipient); err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		return addHolder(s, a, guard.Holder{Name: c.Holder, Recipient: c.Recipient, Case: c.Case})
	})
}

func addHolder(s *session, a *Opened, h guard.Holder) error {
	if err := flow.AddHolder(s.ctx, a.Whole, a.Actor, h); err != nil {
		return err
	}
	return s.answer(keyView{Holder: h.Name, Recipient: h.Recipient, Case: h.Case}, func() {
		s.sayf("%s is a key holder from now on%s", h.Name, before(" of the case ", h.Case))
	})
}

// keyView is a key holder, and how many records they help to open.
type keyView struct {
	Holder    string `json:"holder"`
	Recipient string `json:"recipient"`
	Case      string `json:"case,omitempty"`
	Removed   bool   `json:"removed,omitempty"`
	Records   int64  `json:"records"`       // of those the asker may know of
	Alone     int64  `json:"records_alone"` // of them, old ones that the holder opens alone
}

type keyListCmd struct{}

func (c *keyListCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		return s.look(a, func(st flow.State) error {
			k, err := flow.Keys(s.ctx, st)
			if err != nil {
				return err
			}
			for _, h := range k.Holders {
				v := keyView{h.Name, h.Recipient, h.Case, h.Removed, h.Records, h.Old}
				if err := s.answer(v, func() { tellHolder(s, v) }); err != nil {
					return err
				}
			}
			if !s.JSON {
				tellKeys(s, k)
			}
			return nil
		})
	})
}

func tellHolder(s *session, v keyView) {
	s.sayf("%s%s  %.40s…  %s%s%s", v.Holder, before(" of the case ", v.Case), v.Recipient, many(v.Records, "record", "records"),
		map[bool]string{true: ", " + many(v.Alone, "of them opened by any one holder", "of them opened by any one holder")}[v.Alone > 0], map[bool]string{true: "  (removed)"}[v.Removed])
}

func tellKeys(s *session, k flow.KeyHealth) {
	if len(k.Sets) == 0 {
		s.sayf("no key holder; make one: sanad key new HOLDER --out FILE")
	}
	for _, set := range k.Sets {
		s.sayf("sealed from now on%s: %d of %d needed%s", before(" for the case ", set.Case), set.Need, set.Have, map[bool]string{true: "; as long as these are too few, nothing can be sealed"}[set.Need > set.Have])
	}
	for _, d := range k.Spread {
		switch {
		case d.Spare() < 0:
			s.sayf("! %s of the case %s: %d holders needed, %d left; nobody can open them any more without who was removed", many(d.Records, "record", "records"), d.Case, d.Need, d.Have)
		case d.Gone > 0:
			s.sayf("! %s of the case %s: %s of who was removed still opens them together with others; split them anew: sanad unseal request RECORD --split --reason REASON", many(d.Records, "record", "records"), d.Case, many(int64(d.Gone), "share", "shares"))
		case d.Spare() == 0 && d.Need > 1:
			s.sayf("! %s of the case %s: %d of %d holders needed; losing one more key loses them", many(d.Records, "record", "records"), d.Case, d.Need, d.Have)
		case d.Spare() == 0:
			s.sayf("! %s of the case %s: one holder opens them alone, and losing that key loses them", many(d.Records, "record", "records"), d.Case)
		}
	}
}

type keyThresholdCmd struct {
	Need int    `arg:"" help:"How many."`
	Case string `help:"Of the holders of this case."`
}

func (c *keyThresholdCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.SetThreshold(s.ctx, a.Whole, a.Actor, c.Case, c.Need); err != nil {
			return err
		}
		return s.answer(thresholdView{c.Case, c.Need}, func() {
			s.sayf("%s needed for what is sealed from now on%s; what is sealed already stays as it is", many(int64(c.Need), "holder is", "holders are"), before(" for the case ", c.Case))
		})
	})
}

type keyRemoveCmd struct {
	Holder string `arg:"" help:"The key holder."`
	Reason string `required:"" help:"Why: lost, taken, left."`
}

func (c *keyRemoveCmd) Run(s *session) error {
	return s.with(func(a *Opened) error {
		if err := flow.RemoveHolder(s.ctx, a.Whole, a.Actor, c.Holder, c.Reason); err != nil {
			return err
		}
		s.notef("what was sealed before still counts the share of %s: split it anew (sanad key list tells how much)", c.Holder)
		return s.answer(removedHolder{c.Holder, true}, func() { s.sayf("nothing is sealed to %s from now on", c.Holder) })
	})
}

type keyRotateCmd struct {
	Holder string `arg:"" help:"The key holder."`
	Key    string `required:"" help:"File with the holder's private key until now." placeholder:"FILE"`
	Out    string `help:"File for the new private key. Without it, shares that an interruption left behind are moved to the key that is known." placeholder:"FILE"`
	Reason string `help:"Why."`
}

func (c *keyRotateCmd) Run(s *session) error {
	old, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if c.Out != "" {
			if err := s.look(a, func(st flow.State) error { return flow.MayRotate(s.ctx, st, a.Sealer, a.Actor, c.Holder, old) }); err != nil {
				return err
			}
			recipient, err := s.NewHolder(c.Out)
			if err != nil {
				return err
			}
			if err := flow.RotateHolder(s.ctx, a.Archive, a.Actor, flow.Rotation{Holder: c.Holder, Identity: old, Recipient: recipient, Reason: c.Reason}); err != nil {
				return err
			}
			s.notef("the new private key is in %s and nowhere else; destroy the old one and its paper when this is done", c.Out)
		}
		return moveShares(s, a, c.Holder, old)
	})
}

func moveShares(s *session, a *Opened, holder, identity string) error {
	moved, err := flow.MoveShares(s.ctx, a.Archive, a.Actor, holder, identity, s.progress())
	if err != nil {
		return fail.New(fail.Of(err), "after %d shares: %w", moved.Moved, err).Do("go on: sanad key rotate %s --key FILE, with the old key", holder)
	}
	return s.answer(map[string]any{"holder": holder, "moved": moved.Moved, "kept": moved.Kept, "old": moved.Old}, func() {
		s.sayf("%s of %s moved to the new key", many(moved.Moved, "share", "shares"), holder)
		if moved.Kept > 0 {
			s.sayf("%s did not open with this key: moved before", many(moved.Kept, "share", "shares"))
		}
		if moved.Old > 0 {
			s.sayf("! %s from before keys were split: the old key still opens them alone; split them anew: sanad unseal request RECORD --split --reason REASON", many(moved.Old, "record is", "records are"))
		}
	})
}

type keyHandOverCmd struct {
	Holder    string `arg:"" help:"The key holder who leaves."`
	Key       string `required:"" help:"File with the private key of who leaves." placeholder:"FILE"`
	To        string `required:"" help:"The handle of who takes the place." placeholder:"HOLDER"`
	Recipient string `required:"" help:"Public key of who takes it (age1pq1...)."`
	Reason    string `help:"Why."`
}

func (c *keyHandOverCmd) Run(s *session) error {
	old, err := readKey(s, c.Key)
	if err == nil {
		err = s.CheckRecipient(c.Recipient)
	}
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		if err := flow.RotateHolder(s.ctx, a.Archive, a.Actor, flow.Rotation{Holder: c.Holder, Identity: old, To: c.To, Recipient: c.Recipient, Reason: c.Reason}); err != nil {
			return err
		}
		return moveShares(s, a, c.To, old)
	})
}

type keyPaperCmd struct {
	Key string `required:"" help:"File with the private key." placeholder:"FILE"`
}

func (c *keyPaperCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	seed, err := s.Seed(identity)
	if err != nil {
		return err
	}
	recipient, err := s.Sealer.RecipientOf(identity)
	if err != nil {
		return err
	}
	return s.answer(map[string]string{"paper": seal.Paper(seed), "recipient": recipient}, func() {
		s.sayf("Key of a key holder of a Sanad archive. Whoever has this paper has the key.\nPublic key: %.24s…\n\n%s\nTo use it: sanad key restore --out FILE, and type the four lines.", recipient, seal.Paper(seed))
	})
}

type keyRestoreCmd struct {
	Out string `required:"" help:"File for the private key." placeholder:"FILE"`
}

func (c *keyRestoreCmd) Run(s *session) error {
	text, err := io.ReadAll(io.LimitReader(s.In, maxKeyFile))
	if err != nil {
		return fail.New(fail.Failed, "reading standard input: %w", err)
	}
	seed, err := seal.ReadPaper(string(text))
	if err != nil {
		return err
	}
	recipient, err := s.KeepKey(c.Out, seed)
	if err != nil {
		return err
	}
	return s.answer(map[string]string{"recipient": recipient}, func() { s.sayf("the private key is in %s; its public key begins with %.24s", c.Out, recipient) })
}

// maxKeyFile bounds what is read as a key.
const maxKeyFile = 64 << 10

// readKey reads a private key from a file such as age-keygen writes.
func readKey(s *session, path string) (string, error) {
	f, err := s.files().Open(path)
	if err != nil {
		return "", fail.New(fail.NotFound, "reading the private key: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	f.Close()
	if err != nil {
		return "", fail.New(fail.Failed, "reading the private key: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(strings.ToUpper(line), "AGE-SECRET-KEY-") {
			return line, nil
		}
	}
	return "", fail.New(fail.Usage, "%s holds no private key", path).Do("give the file that sanad key new, sanad unseal request or age-keygen -pq wrote")
}

type keyResplitCmd struct {
	Request string `arg:"" help:"The request, made with sanad unseal request RECORD --split and approved."`
	Key     string `required:"" help:"File with the private key that the request was made with." placeholder:"FILE"`
}

func (c *keyResplitCmd) Run(s *session) error {
	identity, err := readKey(s, c.Key)
	if err != nil {
		return err
	}
	return s.with(func(a *Opened) error {
		r, err := flow.Resplit(s.ctx, a.Archive, a.Actor, s.Clock(), c.Request, identity)
		if err != nil {
			return err
		}
		return s.answer(map[string]any{"record": r.ID, "need": r.Envelope.Need, "holders": len(r.Envelope.Shares)}, func() {
			s.sayf("the record %s is sealed anew: %d of %d holders open it", r.ID, r.Envelope.Need, len(r.Envelope.Shares))
		})
	})
}

// thresholdView is how many holders of a case, or of the archive, open together.
type thresholdView struct {
	Case string `json:"case"`
	Need int    `json:"need"`
}

// removedHolder is a holder to whom nothing is sealed any more.
type removedHolder struct {
	Holder  string `json:"holder"`
	Removed bool   `json:"removed"`
}
