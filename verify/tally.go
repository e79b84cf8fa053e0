package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
)

// KindTally is the tally of a petition.
const KindTally = "tally"

// The names of its checks, besides those it shares with others.
const (
	checkPetition   = "petition"
	checkSignatures = "signatures"
	checkTally      = "tally"
	checkTags       = "tags"
	checkRegions    = "regions"
)

const (
	maxLeaves     = 1 << 32 // bytes of leaves: 134 million entries
	maxSignatures = 1 << 21
	maxTag        = 128 // bytes of a line of tags
)

// Tally checks the tally of a petition. The signed log is computed again from
// the hashes of all its entries, every signature is proved to be one of them,
// and the counts are made again from the signatures and their tags.
func Tally(ctx context.Context, fsys fs.FS, opt Options) Report {
	verifier, key := keyBeside(fsys, intake.TallyKey, opt)
	p := &petition{ctx: ctx, fsys: fsys, folder: look(ctx, fsys), here: map[int64]disclosed{}, signed: map[int64]bool{}, versions: map[int]int64{}}
	for _, name := range []string{intake.TallyKey, intake.TallyCheckpoint, intake.TallyFile, intake.PetitionFile, intake.SignaturesFile, intake.LeavesFile} {
		p.folder.vouch(name)
	}
	signed := p.checkpoint(verifier)
	tallied := p.tallied()
	worded := p.worded()
	signatures := p.signatures()
	tags := p.tags()
	root := p.leaves()
	checks := []Check{key, signed, root, worded, signatures, tallied.check("%s", p.counts()), tags, p.regions(), p.counted(opt.Receipt, verifier), p.folder.check(ctx, intake.TallyFile)}
	checks = append(checks, checkKeptAgainst(opt, verifier, intake.TallyCheckpoint, p.log))
	return finish(ctx, KindTally, verifier, append(checks, othersOn(opt, verifier, intake.TallyCheckpoint, p.text, p.log)...))
}

// petition is what one run knows about a petition.
type petition struct {
	ctx    context.Context
	fsys   fs.FS
	folder *folder
	log    ledger.Checkpoint // zero if it does not hold
	text   []byte            // the signed checkpoint as it stands there

	tally    intake.Tallied
	at       int64 // the entry of the tally
	opened   intake.PetitionOpened
	begun    bool // the petition's opening was read
	closed   int64
	versions map[int]int64 // the first entry that worded a version

	here     map[int64]disclosed // all events disclosed, to be found among the leaves
	signed   map[int64]bool      // signatures, true once withdrawn
	standing int64
	distinct int64
}

// disclosed is the leaf hash of an event that a file of the folder shows.
type disclosed struct {
	leaf tlog.Hash
	file string
}

func (p *petition) checkpoint(verifier note.Verifier) Check {
	t := tally{name: checkCheckpoint}
	signed, err := readFile(p.fsys, intake.TallyCheckpoint, maxSmall)
	var c ledger.Checkpoint
	if err == nil {
		c, err = openSole(signed, verifier)
	}
	if err != nil {
		t.wrong(intake.TallyCheckpoint, "%v", err)
		return t.check("")
	}
	p.log, p.text = c, signed
	return t.check("the log %s of %s is signed", c.Origin, counted(c.Size, "entry", "entries"))
}

// event reads a disclosed event of one of the kinds and notes that it must be
// among the leaves. No event may be shown twice.
func (p *petition) event(file string, line []byte) (ledger.Disclosure, error) {
	event, err := ledger.ParseDisclosure(line)
	if err == nil && len(event.Path) > 0 {
		err = errors.New("has a path of its own, where the leaves prove it")
	}
	if err == nil {
		err = errors.Join(checkNames(event), unambiguous(event))
	}
	if err != nil {
		return event, err
	}
	entry, err := event.Entry()
	if err != nil {
		return event, err
	}
	if _, twice := p.here[event.Index]; twice {
		return event, fmt.Errorf("entry %d is shown twice", event.Index)
	}
	if len(p.here) > maxSignatures {
		return event, fmt.Errorf("more than %d events, more than this program checks", maxSignatures)
	}
	p.here[event.Index] = disclosed{tlog.RecordHash(entry), file}
	return event, nil
}

// tallied reads what was counted.
func (p *petition) tallied() *tally {
	t := &tally{name: checkTally}
	line, err := readFile(p.fsys, intake.TallyFile, maxEvent)
	var event ledger.Disclosure
	if err == nil {
		event, err = p.event(intake.TallyFile, line)
	}
	if err == nil && event.KindName() != (intake.Tallied{}).Kind().String() {
		err = fmt.Errorf("is a %.60q, not a tally", event.KindName())
	}
	if err == nil {
		err = into(event, &p.tally, "petition", "signatures", "withdrawn", "at")
	}
	if err == nil {
		err = p.tally.Check()
	}
	if err == nil && p.tally.At > event.Index {
		err = fmt.Errorf("counts the entries below %d, and is entry %d", p.tally.At, event.Index)
	}
	if err != nil {
		t.wrong(intake.TallyFile, "%v", err)
	}
	p.at = event.Index
	return t
}

func (p *petition) counts() string {
	text := fmt.Sprintf("entry %d counts %s that stand and %d withdrawn", p.at, counted(p.tally.Signatures, "signature", "signatures"), p.tally.Withdrawn)
	if p.tally.Distinct == nil {
		// Whether the count was kept closed on the way here can't be told.
		return text + "; how many people that is is not shown: it was not counted, or somebody keeps it back; ask the archive"
	}
	return text + fmt.Sprintf(", of %s", counted(*p.tally.Distinct, "person", "people"))
}

// worded reads the petition itself: what is asked, its words, and its end.
func (p *petition) worded() Check {
	t := tally{name: checkPetition}
	last, texts := int64(-1), int64(0)
	err := eachLine(p.ctx, p.fsys, intake.PetitionFile, maxEvent, func(number int, line []byte) error {
		file := fmt.Sprintf("%s line %d", intake.PetitionFile, number)
		event, err := p.event(intake.PetitionFile, line)
		if err == nil && event.Index <= last {
			err = fmt.Errorf("entry %d comes after entry %d", event.Index, last)
		}
		if err == nil {
			last = event.Index
			err = p.begin(event)
		}
		if err != nil {
			t.wrong(file, "%v", err)
		} else if event.KindName() == (intake.PetitionWorded{}).Kind().String() {
			texts++
		}
		return nil
	})
	if err == nil && !p.begun {
		err = errors.New("does not tell what the petition asks of signers")
	}
	if err != nil {
		t.wrong(intake.PetitionFile, "%v", err)
	}
	return t.check("the petition %s, %s in %s", p.opened.Petition, counted(texts, "text", "texts"), counted(len(p.versions), "version", "versions"))
}

func (p *petition) begin(event ledger.Disclosure) error {
	var name string
	switch event.KindName() {
	case intake.PetitionOpened{}.Kind().String():
		if p.begun {
			return errors.New("opens the petition twice")
		}
		if err := into(event, &p.opened, "petition", "identity", "least"); err != nil {
			return err
		}
		if p.opened.Least < intake.LowestTold {
			return fmt.Errorf("tells of regions of %d people", p.opened.Least)
		}
		p.begun, name = true, p.opened.Petition
	case intake.PetitionWorded{}.Kind().String():
		var f intake.PetitionWorded
		if err := into(event, &f, "petition", "version", "language", "title", "text", "to"); err != nil {
			return err
		}
		if _, ok := p.versions[f.Version]; !ok {
			p.versions[f.Version] = event.Index
		}
		name = f.Petition
	case intake.PetitionClosed{}.Kind().String():
		var f intake.PetitionClosed
		if err := into(event, &f, "petition"); err != nil {
			return err
		}
		name, p.closed = f.Petition, event.Index
	default:
		return fmt.Errorf("entry %d is a %.60q, which has no place here", event.Index, event.KindName())
	}
	return p.same(event, name)
}

// same refuses an event of another petition.
func (p *petition) same(event ledger.Disclosure, name string) error {
	if name != p.tally.Petition {
		return fmt.Errorf("entry %d is of the petition %.64q, the tally of %.64q", event.Index, name, p.tally.Petition)
	}
	return nil
}

// signatures reads every signature and withdrawal.
func (p *petition) signatures() Check {
	t := tally{name: checkSignatures}
	last := int64(-1)
	err := eachLine(p.ctx, p.fsys, intake.SignaturesFile, maxEvent, func(number int, line []byte) error {
		event, err := p.event(intake.SignaturesFile, line)
		if err == nil && (event.Index <= last || event.Index >= p.tally.At) {
			err = fmt.Errorf("entry %d is out of order, or not below %d, where the tally ends", event.Index, p.tally.At)
		}
		if err == nil {
			last = event.Index
			err = p.sign(event)
		}
		if err != nil {
			t.wrong(fmt.Sprintf("%s line %d", intake.SignaturesFile, number), "%v", err)
		}
		return nil
	})
	if err != nil {
		t.wrong(intake.SignaturesFile, "%v", err)
	}
	withdrawn := int64(len(p.signed)) - p.standing
	if p.standing != p.tally.Signatures || withdrawn != p.tally.Withdrawn {
		t.wrong(intake.SignaturesFile, "holds %d signatures that stand and %d withdrawn, %s tells of %d and %d", p.standing, withdrawn, intake.TallyFile, p.tally.Signatures, p.tally.Withdrawn)
	}
	return t.check("%s, each an entry of the log; %d withdrawn", counted(int64(len(p.signed)), "signature", "signatures"), withdrawn)
}

func (p *petition) sign(event ledger.Disclosure) error {
	switch event.KindName() {
	case intake.Signed{}.Kind().String():
		var f intake.Signed
		if err := into(event, &f, "petition", "version"); err != nil {
			return err
		}
		if worded, ok := p.versions[f.Version]; !ok || worded > event.Index {
			return fmt.Errorf("entry %d signs version %d, which has no words before it", event.Index, f.Version)
		}
		if p.closed > 0 && event.Index > p.closed {
			return fmt.Errorf("entry %d signs after the petition was closed", event.Index)
		}
		p.signed[event.Index] = false
		p.standing++
		return p.same(event, f.Petition)
	case intake.SignatureWithdrawn{}.Kind().String():
		var f intake.SignatureWithdrawn
		if err := into(event, &f, "petition", "signature"); err != nil {
			return err
		}
		withdrawn, ok := p.signed[f.Signature]
		if !ok || withdrawn {
			return fmt.Errorf("entry %d withdraws entry %d, which is no signature or withdrawn already", event.Index, f.Signature)
		}
		p.signed[f.Signature] = true
		p.standing--
		return p.same(event, f.Petition)
	}
	return fmt.Errorf("entry %d is a %.60q, which has no place here", event.Index, event.KindName())
}

// tags counts people again, if they were counted.
func (p *petition) tags() Check {
	t := tally{name: checkTags}
	if p.tally.Distinct == nil {
		return t.check("not checked: no count of people is shown")
	}
	p.folder.vouch(intake.TagsFile)
	sum, seen := sha256.New(), map[intake.Tag]bool{}
	last, lines := int64(-1), int64(0)
	err := eachLine(p.ctx, p.fsys, intake.TagsFile, maxTag, func(number int, line []byte) error {
		sum.Write(line)
		c, err := intake.ParseTag(line)
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if withdrawn, ok := p.signed[c.Entry]; !ok || withdrawn || c.Entry <= last {
			t.wrong(intake.TagsFile, "line %d is of entry %d, which is no signature that stands, or stands there twice", number, c.Entry)
		}
		last, seen[c.Tag] = c.Entry, true
		lines++
		return nil
	})
	if p.distinct = int64(len(seen)); err != nil {
		t.wrong(intake.TagsFile, "%v", err)
	}
	if !bytes.Equal(sum.Sum(nil), p.tally.Tags) {
		t.wrong(intake.TagsFile, "are not the tags that %s tells the sum of", intake.TallyFile)
	}
	if lines != p.standing || p.distinct != *p.tally.Distinct {
		t.wrong(intake.TagsFile, "are of %d signatures by %d people, %s tells of %d by %d", lines, p.distinct, intake.TallyFile, p.tally.Signatures, *p.tally.Distinct)
	}
	return t.check("%s by %s: as many different tags", counted(lines, "signature", "signatures"), counted(p.distinct, "person", "people"))
}

// regions checks that no region is told of that is too small.
func (p *petition) regions() Check {
	t := tally{name: checkRegions}
	if p.tally.Regions == nil || p.tally.Distinct == nil {
		return t.check("not checked: no region is shown")
	}
	if err := p.tally.Regions.Check(p.opened, *p.tally.Distinct); err != nil {
		t.wrong(intake.TallyFile, "%v", err)
	}
	if p.closed == 0 || p.closed >= p.tally.At {
		t.wrong(intake.TallyFile, "tells of regions before the petition was closed")
	}
	return t.check("%s told, none of fewer than %d people; %d in all others together", counted(len(p.tally.Regions.Told), "region", "regions"), p.opened.Least, p.tally.Regions.Rest)
}

// leaves computes the signed root again from the hash of every entry, and finds
// all that was disclosed among them.
func (p *petition) leaves() Check {
	t := tally{name: checkRoot}
	f, err := openPlain(p.fsys, intake.LeavesFile)
	if err != nil {
		t.wrong(intake.LeavesFile, "%v", err)
		return t.check("")
	}
	defer f.Close()
	var frontier ledger.Frontier
	in := io.LimitReader(f, maxLeaves)
	found := 0
	for err == nil {
		if err = p.ctx.Err(); err == nil {
			found, err = p.batch(in, &frontier, found, &t)
		}
	}
	if err != io.EOF {
		t.wrong(intake.LeavesFile, "%v", err)
	}
	if frontier.Size() != p.log.Size || frontier.Root() != p.log.Root {
		t.wrong(intake.LeavesFile+" by "+intake.TallyCheckpoint, "the %d entries make another root than the one signed for %d", frontier.Size(), p.log.Size)
	}
	if found < len(p.here) {
		t.wrong(intake.LeavesFile, "lacks %d of the entries that are shown", len(p.here)-found)
	}
	return t.check("%s make the signed root, and all that is shown is among them", counted(frontier.Size(), "entry", "entries"))
}

// batch reads some leaves; io.EOF after the last.
func (p *petition) batch(in io.Reader, frontier *ledger.Frontier, found int, t *tally) (int, error) {
	buf := make([]byte, 2048*sha256.Size)
	n, err := io.ReadFull(in, buf)
	if n%sha256.Size != 0 {
		return found, fmt.Errorf("ends within a hash")
	}
	for buf = buf[:n]; len(buf) > 0; buf = buf[sha256.Size:] {
		leaf := tlog.Hash(buf[:sha256.Size])
		if shown, ok := p.here[frontier.Size()]; ok {
			if found++; shown.leaf != leaf {
				t.wrong(shown.file, "entry %d is not what the log holds there", frontier.Size())
			}
		}
		frontier.AddLeaf(leaf)
	}
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return found, err
}
