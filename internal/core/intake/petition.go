package intake

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// The fields that a signer can be asked for. Which of them a petition asks is
// fixed when it is opened: together they tell two signers apart.
const (
	FieldName   = "name"
	FieldFather = "father"
	FieldBirth  = "birth_year"
	FieldNumber = "number"
	FieldCity   = "city"
)

// IdentityFields lists them in the order they are asked.
func IdentityFields() []string {
	return []string{FieldName, FieldFather, FieldBirth, FieldNumber, FieldCity}
}

// The bounds of a petition.
const (
	MaxRegions  = 64
	MaxPetition = 32 << 10 // bytes of a text
	// LeastTold is how many people a region must have at least to be told of, if
	// nothing else was decided; LowestTold is the lowest that can be.
	LeastTold  = 50
	LowestTold = 10
)

// What the keys of a petition are for.
const (
	KeyTally = "tally"
	KeyNames = "names"
)

// Drawn is a key that is drawn for one petition: what is sealed to the
// recipient is opened by several key holders together.
type Drawn struct {
	Recipient string `json:"recipient"`
	// Sealed is an envelope of package seal, as JSON, of the private half. What it
	// is made of is none of this package's knowledge.
	Sealed json.RawMessage `json:"sealed"`
}

func (d Drawn) check() error {
	if d.Recipient == "" || !json.Valid(d.Sealed) {
		return errors.New("a petition needs two keys, sealed to its key holders")
	}
	return nil
}

// PetitionOpened says that something can be signed from now on, once it has a
// text. What is asked of signers, the regions and the least number of people
// told of can't be changed: signers relied on them.
type PetitionOpened struct {
	Petition string   `json:"petition"` // in addresses
	Case     string   `json:"case"`
	Identity []string `json:"identity"`
	Regions  []Region `json:"regions,omitempty"`
	Least    int      `json:"least"` // people that a told region has at least
	Tally    Drawn    `json:"tally"` // to count signatures and find doubles
	Names    Drawn    `json:"names"` // to read who signed
}

// Kind is petition.opened/1.
func (PetitionOpened) Kind() ledger.Kind { return ledger.Kind{Name: "petition.opened", Version: 1} }

// Check refuses a petition that can't be signed, or not be counted.
func (f PetitionOpened) Check() error {
	if err := checkPlain("a petition", f.Petition); err != nil {
		return err
	}
	if f.Case == "" {
		return errors.New("a petition is of a case")
	}
	if err := f.checkAsked(); err != nil {
		return err
	}
	if f.Least < LowestTold {
		return fail.New(fail.Usage, "a region of fewer than %d people would give them away, not %d", LowestTold, f.Least).Do("give --least %d or more", LowestTold)
	}
	return errors.Join(f.Tally.check(), f.Names.check())
}

func (f PetitionOpened) checkAsked() error {
	if len(f.Identity) == 0 {
		return fail.New(fail.Usage, "a petition that asks nothing can't tell one signer from another").Do("give --ask, of %s", strings.Join(IdentityFields(), ", "))
	}
	for i, name := range f.Identity {
		if !slices.Contains(IdentityFields(), name) || slices.Contains(f.Identity[:i], name) {
			return fail.New(fail.Usage, "signers can't be asked for %q, or are asked twice", name).Do("use each once of %s", strings.Join(IdentityFields(), ", "))
		}
	}
	if len(f.Regions) > MaxRegions {
		return fail.New(fail.Usage, "a petition has at most %d regions, not %d", MaxRegions, len(f.Regions)).Do("take larger ones: a region that few live in tells who signed")
	}
	for i, r := range f.Regions {
		if err := checkPlain("a region", r.Name); err != nil {
			return err
		}
		if slices.ContainsFunc(f.Regions[:i], func(o Region) bool { return o.Name == r.Name }) {
			return fail.New(fail.Usage, "the region %s is named twice", r.Name)
		}
		for lang, title := range r.Title {
			if lang == "" || strings.TrimSpace(title) == "" || len(title) > 200 || strings.ContainsRune(title, 0) {
				return fail.New(fail.Usage, "the region %s has no proper title in %q", r.Name, lang)
			}
		}
	}
	return nil
}

// checkPlain refuses what can't stand in an address as it is.
func checkPlain(what, name string) error {
	odd := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	if name == "" || len(name) > 64 || name[0] == '-' || strings.ContainsFunc(name, odd) {
		return fail.New(fail.Usage, "%s can't be named %q", what, name).Do("use 1 to 64 of the letters a to z, digits and -")
	}
	return nil
}

// PetitionWorded says what a version of a petition says in one language. What
// is worded stays so: who signed a version signed these words.
type PetitionWorded struct {
	Petition string `json:"petition"`
	Version  int    `json:"version"`
	Language string `json:"language"` // BCP 47
	Title    string `json:"title"`
	Text     string `json:"text"`
	To       string `json:"to"` // whom it is handed to
}

// Kind is petition.worded/1.
func (PetitionWorded) Kind() ledger.Kind { return ledger.Kind{Name: "petition.worded", Version: 1} }

// Check refuses an empty text.
func (f PetitionWorded) Check() error {
	if err := checkPlain("a petition", f.Petition); err != nil {
		return err
	}
	for what, text := range map[string]string{"a title": f.Title, "a text": f.Text, "somebody it is for": f.To, "a language": f.Language} {
		if strings.TrimSpace(text) == "" {
			return fail.New(fail.Usage, "the petition %s needs %s", f.Petition, what)
		}
	}
	if f.Version < 1 || len(f.Title)+len(f.Text)+len(f.To)+len(f.Language) > MaxPetition || strings.ContainsRune(f.Title+f.Text+f.To+f.Language, 0) {
		return fail.New(fail.Usage, "the text of the petition %s is longer than %d bytes, or none", f.Petition, MaxPetition)
	}
	return nil
}

// Signed says that somebody signed. Who, and where they live, is sealed; the
// time is told to the hour.
type Signed struct {
	Petition string          `json:"petition"`
	Version  int             `json:"version"`
	Code     string          `json:"code"` // what the signer's words look up
	Sealed   SealedSignature `json:"sealed"`
}

// SealedSignature is what a signer wrote, as two age files of one length each.
type SealedSignature struct {
	Names []byte `json:"names"` // to the names key
	Tally []byte `json:"tally"` // to the tally key
}

// Kind is petition.signed/1.
func (Signed) Kind() ledger.Kind { return ledger.Kind{Name: "petition.signed", Version: 1} }

// Coarse has no more than the hour of a signature written.
func (Signed) Coarse() {}

// Check refuses a signature that nobody could count.
func (f Signed) Check() error {
	if f.Petition == "" || f.Version < 1 || f.Code == "" || len(f.Sealed.Names) == 0 || len(f.Sealed.Tally) == 0 {
		return errors.New("a signature lacks a part")
	}
	return nil
}

// SignatureWithdrawn says that a signer took their signature back, with the
// words they got. It counts no more.
type SignatureWithdrawn struct {
	Petition  string `json:"petition"`
	Signature int64  `json:"signature"` // its entry
}

// Kind is petition.withdrawn/1.
func (SignatureWithdrawn) Kind() ledger.Kind {
	return ledger.Kind{Name: "petition.withdrawn", Version: 1}
}

// Coarse has no more than the hour of a withdrawal written.
func (SignatureWithdrawn) Coarse() {}

// Check refuses to take nothing back.
func (f SignatureWithdrawn) Check() error {
	if f.Petition == "" || f.Signature < 0 {
		return errors.New("which signature is withdrawn is not told")
	}
	return nil
}

// PetitionClosed says that nobody can sign any more.
type PetitionClosed struct {
	Petition string `json:"petition"`
}

// Kind is petition.closed/1.
func (PetitionClosed) Kind() ledger.Kind { return ledger.Kind{Name: "petition.closed", Version: 1} }

// Check refuses to close nothing.
func (f PetitionClosed) Check() error { return checkPlain("a petition", f.Petition) }

// Petition is a petition as it stands now. What of its keys is sealed is left out:
// it stands among the sealed records.
type Petition struct {
	PetitionOpened
	Opener string
	At     time.Time
	Index  int64
	Closed int64 // the entry that closed it; 0: it is open
	Texts  []PetitionWorded
}

// SignatureNow is a signature as it stands now.
type SignatureNow struct {
	Petition  string
	Version   int
	Entry     int64
	Withdrawn int64 // the entry that took it back; 0: it stands
}

// StoodAt reports whether it stood when the ledger had so many entries.
func (s SignatureNow) StoodAt(entries int64) bool {
	return s.Entry < entries && (s.Withdrawn == 0 || s.Withdrawn >= entries)
}

// SignedIn is how many signed, and took their signature back, in a week that
// begins on a day.
type SignedIn struct {
	Week              time.Time
	Signed, Withdrawn int64
}

// Version is the newest version that has a text, 0 if none has.
func (p Petition) Version() int {
	newest := 0
	for _, t := range p.Texts {
		newest = max(newest, t.Version)
	}
	return newest
}

// Worded reports whether a version has a text in the language.
func (p Petition) Worded(version int, language string) bool {
	return slices.ContainsFunc(p.Texts, func(t PetitionWorded) bool { return t.Version == version && t.Language == language })
}

// Shown is the petition as the door shows it; only one with a text is.
func (p Petition) Shown() PetitionShown {
	s := PetitionShown{Name: p.Petition, Version: p.Version(), Texts: map[string]PetitionText{}, Regions: p.Regions, Identity: p.Identity, Open: p.Closed == 0}
	for _, t := range p.Texts {
		if t.Version == s.Version {
			s.Texts[t.Language] = PetitionText{Title: t.Title, Text: t.Text, To: t.To}
		}
	}
	return s
}

// RegionNumber gives the number under which a region is sealed, from 1; 0 is
// none said. It reports false for a region the petition does not have.
func (p PetitionOpened) RegionNumber(name string) (int, bool) {
	if name == "" {
		return 0, true
	}
	at := slices.IndexFunc(p.Regions, func(r Region) bool { return r.Name == name })
	return at + 1, at >= 0
}

// MayWord refuses words that would change what somebody signed.
func (p Petition) MayWord(f PetitionWorded) error {
	newest := p.Version()
	switch {
	case p.Closed != 0:
		return fail.New(fail.Refused, "the petition %s is closed: its words are what was signed", p.Petition)
	case f.Version > newest+1 || f.Version < newest:
		return fail.New(fail.Usage, "the petition %s is at version %d, so its next words are of %d, or a translation of %d", p.Petition, newest, newest+1, newest)
	case p.Worded(f.Version, f.Language):
		return fail.New(fail.Conflict, "version %d of the petition %s has its words in %s, and people may have signed them", f.Version, p.Petition, f.Language).
			Do("make a new version: --version %d", newest+1)
	}
	return nil
}
