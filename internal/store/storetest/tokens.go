package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
)

// TokenKeeper is what a book keeps of tokens, and what ends them.
type TokenKeeper interface {
	AddToken(ctx context.Context, secret string, t guard.Token) error
	Tokens(ctx context.Context, handle string) ([]guard.Token, error)
	TokenOf(ctx context.Context, secret string, now time.Time) (guard.Token, error)
	RevokeToken(ctx context.Context, handle, id string) error
	SetPassword(ctx context.Context, handle, hash, except string) error
}

func testTokens(t *testing.T, b *books) {
	b.begin()
	ctx := context.Background()
	noon := time.Date(2031, 4, 5, 12, 34, 56, 0, time.UTC)
	token := guard.Token{ID: "t-1", Handle: "first", Name: "nightly copy", Roles: []guard.Role{guard.Reader, guard.Auditor}, Made: noon, Expires: noon.AddDate(0, 0, 30)}
	if err := b.AddToken(ctx, "secret one", token); err != nil {
		t.Fatal(err)
	}
	got, err := b.TokenOf(ctx, "secret one", noon.Add(3*time.Hour))
	if err != nil || got.ID != "t-1" || !slices.Equal(got.Roles, token.Roles) || !got.Expires.Equal(token.Expires) {
		t.Errorf("the token is %+v, %v", got, err)
	}
	all, err := b.Tokens(ctx, "first")
	if err != nil || len(all) != 1 || !all[0].Used.Equal(time.Date(2031, 4, 5, 15, 0, 0, 0, time.UTC)) {
		t.Errorf("the hour of its last use is not kept as such: %+v, %v", all, err)
	}
	refused := func(what, secret string, at time.Time) {
		t.Helper()
		if _, err := b.TokenOf(ctx, secret, at); fail.Of(err) != fail.Refused || err == nil {
			t.Errorf("%s works: %v", what, err)
		}
	}
	refused("a secret nobody was given", "secret two", noon)
	refused("a token on the day it ends", "secret one", token.Expires)
	if err := b.RevokeToken(ctx, "other", "t-1"); fail.Of(err) != fail.NotFound {
		t.Errorf("another account's token was revoked: %v", err)
	}
	if err := b.RevokeToken(ctx, "first", "t-1"); err != nil {
		t.Fatal(err)
	}
	refused("a token that was revoked", "secret one", noon)

	for n := range guard.MaxTokens {
		token.ID = fmt.Sprintf("t-many-%d", n)
		if err := b.AddToken(ctx, token.ID, token); err != nil {
			t.Fatal(err)
		}
	}
	token.ID = "t-more"
	if err := b.AddToken(ctx, token.ID, token); fail.Of(err) != fail.Conflict {
		t.Errorf("there is no end of tokens: %v", err)
	}
	if err := b.SetPassword(ctx, "first", "a hash", ""); err != nil {
		t.Fatal(err)
	}
	refused("a token from before the password changed", "t-many-0", noon)
}
