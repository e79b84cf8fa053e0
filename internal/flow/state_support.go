package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/support"
)

// Ground is what claims rest on: one field of it is set.
type Ground struct {
	Items   []custody.Sum
	Passage string
	// Teller by name, as ClaimFilter has it, or TellerEntity by record: anywhere
	// in the chain.
	Teller, TellerEntity string
}

// ChainFilter narrows a walk over chains of tellers; zero fields do not narrow.
type ChainFilter struct {
	Case                 string
	Teller, TellerEntity string
}

// Chain is who says that who said, and how many standing claims have just that
// chain.
type Chain struct {
	Says    []claim.Teller
	Claims  int64
	Duress  int64 // of those carry the flag
	Hearsay int64
}

// Add counts a claim that has the chain.
func (c *Chain) Add(of claim.Claim) {
	c.Claims++
	if slices.Contains(of.Flags, claim.FlagDuress) {
		c.Duress++
	}
	if slices.Contains(of.Flags, claim.FlagHearsay) {
		c.Hearsay++
	}
}

// FindingClaim is a claim that a finding names.
type FindingClaim struct {
	Finding, Claim string
	Against        bool
}

// SupportState reads what rests on what, for many things at a time: a source
// may have given what a million claims rest on.
type SupportState interface {
	// Resting walks the claims that rest on a ground. A claim is told once for
	// each of the items it rests on, with that item; with no item where the
	// ground is none. It MUST NOT hold more than a part of them in memory, nor
	// read what it has told again.
	Resting(ctx context.Context, on Ground, yield func(via custody.Sum, c claim.Claim) error) error
	// ClaimsNamed walks the claims that have one of the ids. Those that are
	// not there are left out.
	ClaimsNamed(ctx context.Context, ids []string, yield func(claim.Claim) error) error
	// Agreeing walks the claims that have one of the keys of package support,
	// whether they stand or not. ErrEnough of yield ends the walk over those of
	// one key.
	Agreeing(ctx context.Context, keys []int64, yield func(key int64, entity, claim string) error) error
	// Takings walks every way by which the items came into the archive.
	Takings(ctx context.Context, items []custody.Sum, yield func(support.Taking) error) error
	// FindingsNaming walks the findings that rest on the claims or weighed them.
	FindingsNaming(ctx context.Context, claims []string, yield func(FindingClaim) error) error
	// Chains walks the chains of standing claims.
	Chains(ctx context.Context, f ChainFilter, yield func(Chain) error) error
}
