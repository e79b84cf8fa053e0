package intake

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Tag stands for a signer in one petition's tally: two signatures with the same
// tag are by one person, as far as what they wrote tells. It is made with a key
// that only the key holders together have, so that nobody can try names on it.
type Tag [sha256.Size]byte

// TagKey derives the key of a petition's tags from the private half of its tally
// key, as age writes it.
func TagKey(identity, petition string) [32]byte {
	mac := hmac.New(sha256.New, []byte(identity))
	mac.Write(canon.Append(nil, "sanad/tag-key/v1", []byte(petition)))
	return [32]byte(mac.Sum(nil))
}

// TagOf makes the tag of a folded identity.
func TagOf(key, folded [32]byte) Tag {
	mac := hmac.New(sha256.New, key[:])
	mac.Write(folded[:])
	return Tag(mac.Sum(nil))
}

// Counted is a standing signature as the tally sees it.
type Counted struct {
	Entry  int64
	Tag    Tag
	Region int // its number, 0: none said
}

// Tallied says what was counted, over the entries below At. The counts of
// people are missing if the tally key was not opened.
type Tallied struct {
	Petition   string       `json:"petition"`
	Signatures int64        `json:"signatures"` // that stand
	Withdrawn  int64        `json:"withdrawn"`  // besides them
	Distinct   *int64       `json:"distinct,omitempty"`
	Regions    *RegionTable `json:"regions,omitempty"`
	Tags       []byte       `json:"tags,omitempty"` // SHA-256 of the tags as WriteTags writes them
	At         int64        `json:"at"`
}

// Kind is petition.tallied/1.
func (Tallied) Kind() ledger.Kind { return ledger.Kind{Name: "petition.tallied", Version: 1} }

// Check refuses counts that can't be.
func (f Tallied) Check() error {
	if err := checkPlain("a petition", f.Petition); err != nil {
		return err
	}
	switch {
	case f.Signatures < 0 || f.Withdrawn < 0 || f.At < 1 || f.Signatures+f.Withdrawn > f.At:
		return errors.New("a tally of more signatures than there are entries")
	case f.Distinct == nil && (f.Regions != nil || len(f.Tags) > 0):
		return errors.New("a tally tells regions or tags, and not how many people")
	case f.Distinct != nil && (*f.Distinct < 0 || *f.Distinct > f.Signatures || len(f.Tags) != sha256.Size):
		return errors.New("a tally of more people than signatures, or without tags")
	}
	return nil
}

// RegionCount is how many people of a region signed.
type RegionCount struct {
	Region string `json:"region"`
	People int64  `json:"people"`
}

// RegionTable tells of regions with enough people, in the petition's order; all
// others, and who said none, are in Rest together.
type RegionTable struct {
	Told []RegionCount `json:"told"`
	Rest int64         `json:"rest"`
}

// Count makes the counts of a tally from all standing signatures, in order of
// the ledger. A person who signed twice is counted where they signed first.
// Regions are told only if asked for, and as far as none gives people away.
func Count(p PetitionOpened, all []Counted, regions bool) (distinct int64, table *RegionTable) {
	seen := make(map[Tag]struct{}, len(all))
	counts := make([]int64, len(p.Regions)+1)
	for _, c := range all {
		if _, twice := seen[c.Tag]; twice {
			continue
		}
		seen[c.Tag] = struct{}{}
		at := c.Region
		if at < 0 || at >= len(counts) {
			at = 0
		}
		counts[at]++
	}
	distinct = int64(len(seen))
	if regions {
		table = tell(p, counts[1:], distinct)
	}
	return distinct, table
}

// tell hides regions until no number that is told, and none that can be had by
// subtracting, is of fewer people than the petition's least; nil if that leaves
// none.
func tell(p PetitionOpened, counts []int64, total int64) *RegionTable {
	least := int64(p.Least)
	t := &RegionTable{Rest: total}
	for i, n := range counts {
		if n >= least {
			t.Told = append(t.Told, RegionCount{p.Regions[i].Name, n})
			t.Rest -= n
		}
	}
	for len(t.Told) > 0 && t.gives(p) != nil {
		smallest := 0
		for i, c := range t.Told {
			if c.People < t.Told[smallest].People {
				smallest = i
			}
		}
		t.Rest += t.Told[smallest].People
		t.Told = slices.Delete(t.Told, smallest, smallest+1)
	}
	if len(t.Told) == 0 {
		return nil
	}
	return t
}

// gives refuses a table whose rest gives people away: fewer than the least, or
// none, which would tell that nobody signed in the regions that are not told.
func (t RegionTable) gives(p PetitionOpened) error {
	switch {
	case t.Rest > 0 && t.Rest < int64(p.Least):
		return fmt.Errorf("the rest is of %d people, fewer than %d", t.Rest, p.Least)
	case t.Rest == 0 && len(t.Told) < len(p.Regions):
		return errors.New("regions that are not told have nobody, as subtracting shows")
	}
	return nil
}

// Check refuses a table that tells of a region that it should not, or that is
// not of so many people.
func (t RegionTable) Check(p PetitionOpened, distinct int64) error {
	sum, before := t.Rest, 0
	for _, c := range t.Told {
		at, ok := p.RegionNumber(c.Region)
		if !ok || at <= before {
			return fmt.Errorf("the region %.64q is unknown, told twice or out of order", c.Region)
		}
		if before = at; c.People < int64(p.Least) {
			return fmt.Errorf("the region %s is told with %d people, fewer than %d", c.Region, c.People, p.Least)
		}
		if sum += c.People; sum < 0 || sum > distinct {
			break
		}
	}
	if t.Rest < 0 || len(t.Told) == 0 || sum != distinct {
		return fmt.Errorf("the regions make up %d people, the tally tells of %d", sum, distinct)
	}
	return t.gives(p)
}

// WriteTags writes the tags of a tally as they are handed out and hashed: a
// line a standing signature, its entry and its tag.
func WriteTags(w io.Writer, all []Counted) error {
	var line []byte
	for _, c := range all {
		line = strconv.AppendInt(line[:0], c.Entry, 10)
		line = append(line, ' ')
		line = base64.StdEncoding.AppendEncode(line, c.Tag[:])
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// SumTags is the SHA-256 of what WriteTags writes.
func SumTags(all []Counted) ([]byte, error) {
	h := sha256.New()
	err := WriteTags(h, all)
	return h.Sum(nil), err
}

// ParseTag reads one line of WriteTags and refuses every other spelling.
func ParseTag(line []byte) (Counted, error) {
	number, tag, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
	entry, err := strconv.ParseInt(number, 10, 64)
	raw, rawErr := base64.StdEncoding.Strict().DecodeString(tag)
	if !ok || err != nil || rawErr != nil || len(raw) != len(Tag{}) {
		return Counted{}, fmt.Errorf("%.80q is no entry with its tag: %w", line, ledger.ErrForm)
	}
	c := Counted{Entry: entry, Tag: Tag(raw)}
	var again bytes.Buffer
	if err := WriteTags(&again, []Counted{c}); err != nil || !bytes.Equal(again.Bytes(), line) {
		return Counted{}, fmt.Errorf("%.80q: %w", line, ledger.ErrForm)
	}
	return c, nil
}

// Sample draws so many of the entries of standing signatures by a seed that
// nobody chose alone: who has the tally can draw the same again. Their order is
// that of the ledger.
func Sample(seed string, tags []byte, entries []int64, size int) ([]int64, error) {
	if strings.TrimSpace(seed) == "" || size < 1 {
		return nil, fail.New(fail.Usage, "a sample needs a public seed, and at least one signature").Do("agree on a seed that nobody could choose: tomorrow's lottery numbers, say")
	}
	drawn := make([]lot, len(entries))
	for i, entry := range entries {
		drawn[i] = lot{canon.Hash("sanad/sample/v1", []byte(seed), tags, binary.BigEndian.AppendUint64(nil, uint64(entry))), entry}
	}
	slices.SortFunc(drawn, func(a, b lot) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	out := make([]int64, min(size, len(drawn)))
	for i := range out {
		out[i] = drawn[i].entry
	}
	slices.Sort(out)
	return out, nil
}

type lot struct {
	sum   [sha256.Size]byte
	entry int64
}

// What is handed out of a petition.
const (
	ForCount  = "count"  // texts and tally
	ForSample = "sample" // the names under some signatures, to ask these people
	ForNames  = "names"  // the names under all
)

// PetitionExported says that a petition is handed to the body it is for. It is
// recorded before anything is written.
type PetitionExported struct {
	Petition  string `json:"petition"`
	Tally     int64  `json:"tally"` // its entry
	For       string `json:"for"`
	Recipient string `json:"recipient,omitempty"` // age recipient that names are sealed to
	Seed      string `json:"seed,omitempty"`      // of a sample
	Size      int    `json:"size,omitempty"`      // of a sample
}

// Kind is petition.exported/1.
func (PetitionExported) Kind() ledger.Kind {
	return ledger.Kind{Name: "petition.exported", Version: 1}
}

// Check refuses names that are sealed to nobody.
func (f PetitionExported) Check() error {
	if err := checkPlain("a petition", f.Petition); err != nil {
		return err
	}
	switch {
	case !slices.Contains([]string{ForCount, ForSample, ForNames}, f.For):
		return fmt.Errorf("a petition is not handed out for %q", f.For)
	case f.For != ForCount && f.Recipient == "":
		return fail.New(fail.Usage, "names leave sealed to whom they are for, and nobody is named").Do("give --recipient, their public age key")
	case (f.For == ForSample) != (f.Size > 0 && f.Seed != ""):
		return errors.New("a sample needs a seed and a size")
	}
	return nil
}

// Tally is a tally as it was recorded.
type Tally struct {
	Tallied
	Actor string
	Index int64
}

// The files of a tally's proof.
const (
	TallyFile       = "tally.json"       // the event that tells the counts
	PetitionFile    = "petition.jsonl"   // the events that opened, worded and closed it
	SignaturesFile  = "signatures.jsonl" // every signature and withdrawal below At, in order
	TagsFile        = "tags"             // as WriteTags writes them; only if people were counted
	LeavesFile      = "leaves"           // the leaf hash of every entry of the log, 32 bytes each
	TallyCheckpoint = "checkpoint"
	TallyKey        = "key"
)

// ShowsPetition tells which fields of a petition's events the proof opens. The
// code of a signer stays closed, and so do times and what is sealed.
func ShowsPetition(kind ledger.Kind, field string) bool {
	switch kind {
	case PetitionOpened{}.Kind():
		return slices.Contains([]string{"petition", "identity", "regions", "least"}, field)
	case PetitionWorded{}.Kind():
		return slices.Contains([]string{"petition", "version", "language", "title", "text", "to"}, field)
	case PetitionClosed{}.Kind():
		return field == "petition"
	case Signed{}.Kind():
		return field == "petition" || field == "version"
	case SignatureWithdrawn{}.Kind():
		return field == "petition" || field == "signature"
	case Tallied{}.Kind():
		return slices.Contains([]string{"petition", "signatures", "withdrawn", "distinct", "regions", "tags", "at"}, field)
	}
	return false
}
