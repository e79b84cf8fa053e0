package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/internal/format/dossier"
	"sanad/internal/format/timestamp"
)

// vouched is what others said of the log that one run looks at: witnesses that
// signed its checkpoints, authorities that stamped them.
type vouched struct {
	opt    Options
	whole  int64 // entries of the log that is looked at
	points []signedPoint
	stamps []stampedPoint
	// what is wrong with what lies here, whoever it is by
	signed, stamped tally
}

// signedPoint is a checkpoint that the log signed and that is of this log.
type signedPoint struct {
	file string
	text []byte
	size int64
}

// stampedPoint is a time stamp over such a checkpoint.
type stampedPoint struct {
	file      string
	size      int64
	token     timestamp.Token
	authority string
}

func newVouched(opt Options) *vouched {
	return &vouched{opt: opt, signed: tally{name: checkWitnesses}, stamped: tally{name: checkStamps}}
}

// point notes a checkpoint that holds, with whatever lines it carries.
func (v *vouched) point(file string, text []byte, size int64) {
	v.points = append(v.points, signedPoint{file, text, size})
}

// checks gives the checks there is something to say for: of others' lines or a
// policy, of stamps or roots.
func (v *vouched) checks(verifier note.Verifier) []Check {
	var out []Check
	others := 0
	for _, p := range v.points {
		others += max(len(witness.Signers(p.text))-1, 0)
	}
	if len(v.opt.Policy) > 0 || others > 0 || len(v.signed.problems) > 0 {
		out = append(out, v.witnesses(verifier, others))
	}
	if len(v.opt.Roots) > 0 || len(v.stamps) > 0 || len(v.stamped.problems) > 0 {
		out = append(out, v.timeStamps())
	}
	return out
}

// witnesses weighs the lines of others by the policy: that of the largest checkpoint
// which reaches the quorum counts.
func (v *vouched) witnesses(verifier note.Verifier, others int) Check {
	t := v.signed
	if len(v.opt.Policy) == 0 {
		return t.check("not checked: no policy was given; %s of others on checkpoints, not judged", counted(others, "signature", "signatures"))
	}
	policy, err := witness.ParsePolicy(v.opt.Policy)
	if err != nil {
		t.wrong("the policy", "%v", err)
		return t.check("")
	}
	if key, ok := verifier.(keyText); !ok || !policy.Names(key.vkey) {
		t.wrong("the policy", "does not name the key of this log")
	}
	slices.SortStableFunc(v.points, func(a, b signedPoint) int { return int(min(max(b.size-a.size, -1), 1)) })
	var best *signedPoint
	var by witness.Verdict
	var lacking []string
	for i, p := range v.points {
		verdict, err := policy.Judge(p.text)
		switch {
		case err != nil:
			t.wrong(p.file, "%v", err)
		case verdict.Enough && best == nil:
			best, by = &v.points[i], verdict
		case lacking == nil:
			lacking = verdict.Lacking
		}
	}
	if best == nil {
		t.wrong("the checkpoint", "is not signed by as many witnesses as the policy asks for; without a signature: %s", strings.Join(lacking, ", "))
		return t.check("")
	}
	return t.check("%s signed by witnesses as the policy asks: %s%s", v.part(best.size), signersOf(by), after(v.whole-best.size))
}

// part tells of how much of the log something is.
func (v *vouched) part(size int64) string {
	if size == v.whole {
		return "all " + counted(size, "entry is", "entries are")
	}
	return fmt.Sprintf("the first %d of %d entries are", size, v.whole)
}

func after(left int64) string {
	if left == 0 {
		return ""
	}
	return fmt.Sprintf("; of the %d after them only the log itself speaks", left)
}

func signersOf(by witness.Verdict) string {
	var names []string
	for _, c := range by.By {
		names = append(names, c.Key.Name()+" at "+c.At.Format(time.RFC3339))
	}
	if len(names) == 0 {
		return "it asks for none"
	}
	return strings.Join(names, ", ")
}

// timeStamps checks the certificates of the authorities, if roots are given: the
// rest was checked when the stamps were read.
func (v *vouched) timeStamps() Check {
	t := v.stamped
	slices.SortStableFunc(v.stamps, func(a, b stampedPoint) int { return int(min(max(b.size-a.size, -1), 1)) })
	if len(v.opt.Roots) == 0 {
		if len(v.stamps) == 0 {
			return t.check("")
		}
		s := v.stamps[0]
		return t.check("not checked who stamped: no roots were given; %s here, the newest says that %s there on %s and holds by the certificate in it, of %s",
			counted(len(v.stamps), "stamp is", "stamps are"), v.part(s.size), s.token.Time.Format(time.RFC3339), s.authority)
	}
	roots, err := timestamp.ParseRoots(v.opt.Roots)
	if err != nil {
		t.wrong("the roots", "%v", err)
		return t.check("")
	}
	if len(v.stamps) == 0 && len(t.problems) == 0 {
		t.wrong("the time stamp", "is not here")
	}
	for _, s := range v.stamps {
		if _, err := s.token.CheckChain(roots); err != nil {
			t.wrong(s.file, "%v", err)
		}
	}
	if len(t.problems) > 0 {
		return t.check("")
	}
	s := v.stamps[0]
	return t.check("%s stamped by authorities under the roots given; the newest says that %s there on %s (%s)",
		counted(len(v.stamps), "checkpoint is", "checkpoints are"), v.part(s.size), s.token.Time.Format(time.RFC3339), s.authority)
}

// stamp reads the three files of a time stamp and gives the checkpoint it is of.
// What is wrong is noted.
func (v *vouched) stamp(fsys fs.FS, stem string, verifier note.Verifier) (ledger.Checkpoint, bool) {
	var files [3][]byte
	for i, end := range []string{dossier.StampedEnd, dossier.StampRequestEnd, dossier.StampReplyEnd} {
		data, err := readFile(fsys, stem+end, maxSmall)
		if err != nil {
			v.stamped.wrong(stem+end, "%v", err)
			return ledger.Checkpoint{}, false
		}
		files[i] = data
	}
	c, err := openAlone(files[0], verifier)
	if err != nil {
		v.stamped.wrong(stem+dossier.StampedEnd, "%v", err)
		return c, false
	}
	token, authority, err := witness.ReadStamp(files[0], files[1], files[2])
	if err != nil {
		v.stamped.wrong(stem+dossier.StampReplyEnd, "%v", err)
		return c, false
	}
	v.stamps = append(v.stamps, stampedPoint{stem + dossier.StampReplyEnd, c.Size, token, authority})
	return c, true
}

// maxVouched bounds how many words of others are looked at in one folder.
const maxVouched = 1000

// beside is what lies beside an exported log: others' words of its first entries,
// whose roots are compared as the entries are read.
type beside struct {
	file  string
	point ledger.Checkpoint
	of    *tally
	root  *tlog.Hash // computed from the entries, once they are read that far
}

// vouchedBeside reads the folders cosigned/ and stamps/ of an exported log.
func (x *export) vouchedBeside(verifier note.Verifier) {
	names, err := fs.Glob(x.fsys, dossier.CosignedDir+"/*")
	stamps, more := fs.Glob(x.fsys, dossier.StampsDir+"/*"+dossier.StampReplyEnd)
	if err := errors.Join(err, more); err != nil || len(names) > maxVouched || len(stamps) > maxVouched {
		x.vouched.signed.wrong(dossier.CosignedDir, "can't be looked at, or holds too much: %v", err)
		return
	}
	for _, name := range names {
		x.folder.vouch(name)
		signed, err := readFile(x.fsys, name, maxSmall)
		var c ledger.Checkpoint
		if err == nil {
			c, err = openSole(signed, verifier)
		}
		if err == nil && path.Base(name) != strconv.FormatInt(c.Size, 10) {
			err = fmt.Errorf("is of %d entries", c.Size)
		}
		if err != nil {
			x.vouched.signed.wrong(name, "%v", err)
			continue
		}
		x.beside = append(x.beside, beside{file: name, point: c, of: &x.vouched.signed})
		x.vouched.point(name, signed, c.Size)
	}
	for _, name := range stamps {
		stem := strings.TrimSuffix(name, dossier.StampReplyEnd)
		for _, end := range []string{dossier.StampedEnd, dossier.StampRequestEnd, dossier.StampReplyEnd} {
			x.folder.vouch(stem + end)
		}
		if c, ok := x.vouched.stamp(x.fsys, stem, verifier); ok {
			x.beside = append(x.beside, beside{file: name, point: c, of: &x.vouched.stamped})
		}
	}
	slices.SortStableFunc(x.beside, func(a, b beside) int { return int(min(max(a.point.Size-b.point.Size, -1), 1)) })
}

// reached notes the root of the entries read so far for those that speak of it.
func (x *export) reached() {
	for x.next < len(x.beside) && x.beside[x.next].point.Size <= x.frontier.Size() {
		if b := &x.beside[x.next]; b.point.Size == x.frontier.Size() {
			root := x.frontier.Root()
			b.root = &root
		}
		x.next++
	}
}

// compareBeside finds words of others that are of another log than this.
func (x *export) compareBeside() {
	for _, b := range x.beside {
		if b.point.Size > x.signed.Size {
			b.of.wrong(b.file, "is of %d entries, more than the %d here: the log was cut short, or this copy is older", b.point.Size, x.signed.Size)
			continue
		}
		if b.root == nil || *b.root != b.point.Root {
			b.of.wrong(b.file, "is of another log: its %d entries are not the first of this one; the log was forked", b.point.Size)
		}
	}
}

// others reads what others said of the log a dossier was planned from.
func (d *inspection) others() []Check {
	v := newVouched(d.opt)
	v.whole = max(d.sealed.Size, d.planned.Size)
	if signed, err := readFile(d.fsys, dossier.CheckpointFile, maxSmall); err == nil && d.planned.Origin != "" {
		v.point(dossier.CheckpointFile, signed, d.planned.Size)
	}
	if len(d.sealing) > 0 {
		v.point(dossier.ProofFile, d.sealing, d.sealed.Size)
	}
	signed, err := readFile(d.fsys, dossier.CosignedFile, maxSmall)
	if err != errMissing {
		var c ledger.Checkpoint
		if err == nil {
			c, err = openSole(signed, d.verifier)
		}
		if err == nil {
			err = d.goesOn(c, dossier.CosignedConsistencyFile)
		}
		if err != nil {
			v.signed.wrong(dossier.CosignedFile, "%v", err)
		} else {
			v.point(dossier.CosignedFile, signed, c.Size)
		}
	}
	stem := strings.TrimSuffix(dossier.StampedFile, dossier.StampedEnd)
	if has(d.fsys, dossier.StampedFile) || has(d.fsys, stem+dossier.StampReplyEnd) {
		if c, ok := v.stamp(d.fsys, stem, d.verifier); ok {
			if err := d.goesOn(c, dossier.StampedConsistencyFile); err != nil {
				v.stamped.wrong(dossier.StampedFile, "%v", err)
			}
		}
	}
	return v.checks(d.verifier)
}

// goesOn checks that the log the dossier was planned from goes on from a checkpoint.
func (d *inspection) goesOn(c ledger.Checkpoint, file string) error {
	if d.planned.Origin == "" {
		return errors.New("can't be compared without the planning checkpoint")
	}
	data, err := readFile(d.fsys, file, maxSmall)
	if err != nil {
		return fmt.Errorf("%s %w", file, err)
	}
	proof, err := dossier.ParseConsistency[ledger.PathHash](data)
	if err != nil {
		return err
	}
	return ledger.CheckConsistency(c, d.planned, proof)
}

// othersOn weighs what others said where one checkpoint is at hand and nothing else.
func othersOn(opt Options, verifier note.Verifier, file string, signed []byte, c ledger.Checkpoint) []Check {
	v := newVouched(opt)
	v.whole = c.Size
	if c.Origin != "" {
		v.point(file, signed, c.Size)
	}
	return v.checks(verifier)
}
