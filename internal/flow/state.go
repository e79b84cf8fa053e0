package flow

import (
	"context"
	"errors"

	"sanad/internal/core/claim"
	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
)

// Book is the ledger together with the views made from it: the one door in.
// Implementations MUST be safe for several goroutines and processes at once.
type Book interface {
	// Append is the only way anything changes. decide looks at the state
	// as it is while no one else can append, and says what happened; its
	// facts are checked, appended, signed for and applied to the views in
	// one transaction, or nothing is. Append MUST refuse an actor whose
	// account is disabled, and MUST refuse to sign after the database went
	// back behind a checkpoint that was signed before.
	Append(ctx context.Context, actor guard.Actor, decide func(context.Context, State) ([]ledger.Fact, error)) (Written, error)
	// Look runs read with a state that does not change meanwhile.
	Look(ctx context.Context, read func(context.Context, State) error) error
}

// Written tells where the facts of one Append stand.
type Written struct {
	First, Next int64  // entries First up to but not including Next
	Checkpoint  []byte // signed, of Next entries
}

// State is what the ledger says at one moment. Every method of it MUST return
// an error when it could not look, and one of kind fail.NotFound when it
// looked and the thing is not there: absence is never told by a zero value.
// Methods that take a yield call it in a stable order with memory that does
// not grow; an error of yield ends the walk and is returned.
type State interface {
	LedgerState
	GuardState
	CaseState
	SealState
	CustodyState
	TextState
	ClaimState
	SupportState
	FindingState
	EstimateState
	VocabularyState
	PersonState
	DisclosureState
	ExhibitState
	RedactionState
	PetitionState
	IntakeState
	WitnessState
}

// ErrEnough is what a yield returns to end a walk early; Walked makes of it the
// success it is.
var ErrEnough = errors.New("the reader of the walk has enough")

// Walked gives the error of a walk, none if its reader had enough.
func Walked(err error) error {
	if errors.Is(err, ErrEnough) {
		return nil
	}
	return err
}

// LedgerState reads the ledger itself.
type LedgerState interface {
	// Checkpoint gives the newest signed checkpoint.
	Checkpoint(ctx context.Context) ([]byte, error)
	// Tree gives the tree the checkpoint signs for.
	Tree(ctx context.Context) (*ledger.Tree, error)
	Event(ctx context.Context, index int64) (Recorded, error)
	// Events walks the entries from up to but not including to.
	Events(ctx context.Context, from, to int64, yield func(Recorded) error) error
	// RecordedAs gives the entry by which something was taken over that was
	// recorded first as entry there of another log.
	RecordedAs(ctx context.Context, log string, there int64) (int64, error)
}

// Recorded is an event as it is kept, with what its proof needs.
type Recorded struct {
	ledger.Event
	Secret ledger.Secret
	Entry  []byte
}

// GuardState reads accounts, cases and key holders.
type GuardState interface {
	User(ctx context.Context, handle string) (guard.User, error)
	Users(ctx context.Context) ([]guard.User, error)
	HasCase(ctx context.Context, name string) (bool, error)
	Cases(ctx context.Context) ([]string, error)
	// Holders gives who can open what is sealed from now on, by name; FormerHolders
	// who was removed, and can still help to open what was sealed before.
	Holders(ctx context.Context) ([]guard.Holder, error)
	FormerHolders(ctx context.Context) ([]guard.Holder, error)
	// Thresholds gives how many holders are needed where somebody decided it.
	Thresholds(ctx context.Context) ([]guard.ThresholdSet, error)
}

// CaseState tells of which cases things are that may be of several: an item that
// was taken in twice, a person of whom two cases know.
type CaseState interface {
	// TakenFor walks every acquisition after an entry, with the case it was for,
	// in order of the ledger.
	TakenFor(ctx context.Context, after int64, yield func(item custody.Sum, caseName string, index int64) error) error
	// Crossing walks the claims after an entry that are about a thing which was
	// first claimed on in another case, in order of the ledger.
	Crossing(ctx context.Context, after int64, yield func(entity, caseName string, index int64) error) error
	// CountUnreadFor is CountUnread of items that were first taken in for one of
	// the cases.
	CountUnreadFor(ctx context.Context, cases []string) (int64, error)
}

// ItemFilter narrows a walk over items; zero fields do not narrow.
type ItemFilter struct {
	Case      string
	Cases     []string // in one of these; nil does not narrow
	Accession string
	Failed    bool  // only items a step of whose reading failed
	Partial   bool  // only items that were read but for a part
	After     int64 // only items first acquired after this entry
	Limit     int   // at most this many; 0: all
}

// CustodyState reads accessions and originals.
type CustodyState interface {
	Accession(ctx context.Context, id string) (custody.Accession, error)
	Accessions(ctx context.Context, caseName string, yield func(custody.Accession) error) error
	Item(ctx context.Context, sum custody.Sum) (custody.Item, error)
	HasItem(ctx context.Context, sum custody.Sum) (bool, error)
	// ItemsNamed gives the items whose hexadecimal sum begins with prefix.
	ItemsNamed(ctx context.Context, prefix string, limit int) ([]custody.Sum, error)
	Items(ctx context.Context, f ItemFilter, yield func(custody.Item) error) error
	CountItems(ctx context.Context, f ItemFilter) (items, bytes int64, err error)
	Steps(ctx context.Context, sum custody.Sum) ([]custody.Step, error)
	// Acquisitions walks what an accession took, in order of the ledger.
	Acquisitions(ctx context.Context, accession string, yield func(custody.Acquired, int64) error) error
	// Members walks what was taken out of an item, in order of the ledger.
	Members(ctx context.Context, parent custody.Sum, yield func(custody.Acquired, int64) error) error
	// Family counts what was taken out of the outermost item that the item
	// stands in, at all levels, and tells how deep the item is in it.
	Family(ctx context.Context, item custody.Sum) (Family, error)
	// Losses walks what an accession named and did not take; of all
	// accessions when accession is empty.
	Losses(ctx context.Context, accession string, yield func(custody.Loss) error) error
	// HashClaims gives what others claim the hash of the item is, in order of the
	// ledger.
	HashClaims(ctx context.Context, item custody.Sum) ([]custody.HashClaim, error)
	// Seen gives who was shown sealed items, the newest first.
	Seen(ctx context.Context, f SeenFilter) ([]custody.Sighting, error)
}

// SeenFilter narrows which looks at sealed items are given; zero fields do not
// narrow.
type SeenFilter struct {
	Item  custody.Sum
	Actor string
	Day   string
	Cases []string // recorded for one of these; nil does not narrow
	Limit int      // at most this many; MUST be set
}

// UnreadQuery asks for items that have neither a reading nor a failed one.
type UnreadQuery struct {
	Retry bool   // also those of which a step failed
	Step  string // of those, only where this step failed, and no untried ones
	Again bool   // instead of all these, items that were tried only while they were sealed, or before another case got them
	After int64  // only items first acquired after this entry
	Limit int    // at most this many
}

// TextState reads what was read.
type TextState interface {
	Renditions(ctx context.Context, item custody.Sum) ([]text.Rendition, error)
	// Unread gives the items that wait for a reading.
	Unread(ctx context.Context, q UnreadQuery) ([]custody.Item, error)
	// CountUnread counts the items that nothing was tried on, or only while
	// they were sealed.
	CountUnread(ctx context.Context) (int64, error)
	Troubles(ctx context.Context, item custody.Sum) ([]text.Trouble, error)
	// Verdicts gives what was judged last of each mention in an item.
	Verdicts(ctx context.Context, item custody.Sum) ([]text.Verdict, error)
	Passage(ctx context.Context, id string) (text.Passage, error)
	PassagesOf(ctx context.Context, item custody.Sum) ([]text.Passage, error)
	EachRendition(ctx context.Context, yield func(text.Rendition) error) error
}

// ClaimFilter narrows a walk over claims; zero fields do not narrow.
type ClaimFilter struct {
	Case     string
	Cases    []string // of one of these; nil does not narrow
	Entity   string
	Item     custody.Sum // claims that rest on a passage of this item
	Passage  string
	Property string
	Schema   string // of the thing it is about
	// ValueEntity: claims whose value is this thing.
	ValueEntity string
	// About, Valued: claims about one of these things, or whose value is one
	// of them; at most MaxOf.
	About, Valued []string
	// Called: claims whose value is no thing, but a text with one of these
	// keys (tenure.KeyOf, for the properties that have them); at most MaxOf.
	Called []string
	// Teller and TellerEntity: claims that somebody of this name, or this
	// person or body, is said to have said, anywhere in the chain.
	Teller, TellerEntity string
	// IDs: only these claims; at most MaxIDs. nil does not narrow.
	IDs   []string
	Flag  string // claims that have this flag now, one of claim.Flags
	After int64  // only claims made after this entry
	Limit int
}

// MaxIDs is how many claims one filter can name.
const MaxIDs = 500

// MaxOf is how many things or names one filter can ask for.
const MaxOf = 100

// DatedFilter asks for claims with a date that can fall on the days FromDay to
// ToDay (Julian day numbers). After does not narrow it.
type DatedFilter struct {
	ClaimFilter
	FromDay, ToDay int64
	// Entities: only claims about one of these, at most MaxEntities; nil does
	// not narrow.
	Entities []string
	// StartDay, if not 0: only claims the first known day of whose date is
	// this or a later one. It is where a walk is gone on with, while FromDay
	// also finds what began before it.
	StartDay int64
	// Unplaced: instead, in order of the ledger, the claims on properties that
	// are dates of which no day is known: without a year, or not read.
	Unplaced bool
}

// DayCount is how many claims give a date that begins on a day. Wide of them
// give one that is longer than a month, and may mean any other day of it.
type DayCount struct {
	Day          int64 // Julian day number
	Claims, Wide int64
}

// WideDays is how many days a date of a DayCount is long that is not wide.
const WideDays = 31

// MaxEntities bounds the list of entities a filter can name.
const MaxEntities = 1000

// FindingFilter narrows a walk over findings; zero fields do not narrow.
type FindingFilter struct {
	Case  string
	Claim string // that rest on this claim, or weighed it
	About string // about this entity
	// Waiting: only those that nobody has confirmed or withdrawn.
	Waiting bool
	After   int64 // only findings made after this entry
	Limit   int
}

// EntityFilter narrows a walk over entities; zero fields do not narrow.
type EntityFilter struct {
	Case   string
	Schema string
	After  int64 // only entities first claimed after this entry
	Limit  int
}

// ClaimState reads claims and what they are about.
type ClaimState interface {
	Claim(ctx context.Context, id string) (claim.Claim, error)
	HasClaim(ctx context.Context, id string) (bool, error)
	Claims(ctx context.Context, f ClaimFilter, yield func(claim.Claim) error) error
	// Values walks what the standing claims of a case say of one property,
	// in order of the ledger, without what they rest on.
	Values(ctx context.Context, caseName, property string, yield func(entity, value string) error) error
	Entity(ctx context.Context, id string) (claim.Entity, error)
	Entities(ctx context.Context, f EntityFilter, yield func(claim.Entity) error) error
	// ClaimHistory gives the entries that speak of the claim, oldest first.
	ClaimHistory(ctx context.Context, id string) ([]int64, error)
	// Dated walks claims with a date, by the first day that is known of it.
	Dated(ctx context.Context, f DatedFilter, yield func(claim.Claim) error) error
	// DatedDays counts what Dated would walk, by the first day that is known of
	// it, in order of days; neither StartDay, After nor Limit narrow it.
	DatedDays(ctx context.Context, f DatedFilter, yield func(DayCount) error) error
	// Named gives the things of a kind that a standing claim gives the name,
	// however it is spelt within one script, in order of their ids; at most
	// 1000. An empty kind or case does not narrow.
	Named(ctx context.Context, caseName, kind, name string) ([]string, error)
}

// FindingState reads conclusions.
type FindingState interface {
	Finding(ctx context.Context, id string) (finding.Finding, error)
	Findings(ctx context.Context, f FindingFilter, yield func(finding.Finding) error) error
	// FindingHistory gives the entries that speak of the finding.
	FindingHistory(ctx context.Context, id string) ([]int64, error)
}

// EstimateFilter narrows a walk over estimates; zero fields do not narrow.
type EstimateFilter struct {
	Case  string
	Event string
	After int64 // only estimates recorded after this entry
	Limit int
}

// EstimateState reads what was estimated, withdrawn and replaced ones too.
type EstimateState interface {
	Estimate(ctx context.Context, id string) (count.Estimation, error)
	Estimates(ctx context.Context, f EstimateFilter, yield func(count.Estimation) error) error
	// EstimateHistory gives the entries that speak of the estimate.
	EstimateHistory(ctx context.Context, id string) ([]int64, error)
}

// TermFilter asks for terms of one edition of a vocabulary; zero fields do not
// narrow.
type TermFilter struct {
	Vocabulary string // the edition
	Code       string
	Called     string // only terms that this, made by schema.Spelt, is the code or a label of
	Limit      int
}

// VocabularyState reads vocabularies that were taken over from others.
type VocabularyState interface {
	// Vocabularies gives every edition that counts in a case, or in all of
	// them, oldest first; of every case for "".
	Vocabularies(ctx context.Context, caseName string) ([]claim.Vocabulary, error)
	// Terms walks terms, each behind the one it is a sort of.
	Terms(ctx context.Context, f TermFilter, yield func(claim.Term) error) error
}

// PersonState reads lists, mentions, judgements, linkings and groups of names.
type PersonState interface {
	Lists(ctx context.Context, caseName string) ([]person.List, error)
	// ListVersions gives what was read of a list, oldest first.
	ListVersions(ctx context.Context, list string) ([]person.List, error)
	HasList(ctx context.Context, fingerprint string) (bool, error)
	Mention(ctx context.Context, id string) (person.Mention, error)
	HasMention(ctx context.Context, id string) (bool, error)
	Mentions(ctx context.Context, caseName, list string, yield func(person.Mention) error) error
	// Judgements walks the newest judgement of each pair of rows or persons of
	// a case, without blind ones; of all cases if it is empty.
	Judgements(ctx context.Context, caseName string, yield func(person.Judgement) error) error
	// JudgementsOf gives the newest judgement, likewise, of each pair that one
	// row or person stands in.
	JudgementsOf(ctx context.Context, id string) ([]person.Judgement, error)
	// EachJudgement walks every judgement that was ever made, in order of the
	// ledger: also those that a newer one of the pair took the place of, and
	// blind ones, which count in neither of the two above.
	EachJudgement(ctx context.Context, caseName string, yield func(person.Judgement) error) error
	// Linking gives the newest linking of a case.
	Linking(ctx context.Context, caseName string) (person.Linking, error)
	// Linkings walks all linkings of a case, oldest first; of all cases if it
	// is empty.
	Linkings(ctx context.Context, caseName string, yield func(person.Linking) error) error
	// NameGroups gives the groups of names that hold now, oldest first.
	NameGroups(ctx context.Context) ([]person.NamesGrouped, error)
}
