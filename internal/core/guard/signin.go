package guard

import "sanad/internal/core/ledger"

// FactorSet says that an account has a second factor more: from now on a
// password alone opens it no longer. Which one, and its secret, are not part
// of the ledger.
type FactorSet struct {
	User string `json:"user"`
}

// Kind is user.factor_set/1.
func (FactorSet) Kind() ledger.Kind { return ledger.Kind{Name: "user.factor_set", Version: 1} }

// Check refuses to speak of nobody's factor.
func (f FactorSet) Check() error { return checkHandle("a user", f.User) }

// FactorRemoved says that an account has a second factor less, by its owner.
type FactorRemoved struct {
	User string `json:"user"`
}

// Kind is user.factor_removed/1.
func (FactorRemoved) Kind() ledger.Kind { return ledger.Kind{Name: "user.factor_removed", Version: 1} }

// Check refuses to speak of nobody's factor.
func (f FactorRemoved) Check() error { return checkHandle("a user", f.User) }

// FactorReset says that another took all second factors from an account, for
// its owner lost them.
type FactorReset struct {
	User string `json:"user"`
}

// Kind is user.factor_reset/1.
func (FactorReset) Kind() ledger.Kind { return ledger.Kind{Name: "user.factor_reset", Version: 1} }

// Check refuses to speak of nobody's factor.
func (f FactorReset) Check() error { return checkHandle("a user", f.User) }

// SessionsRevoked says that another ended an account's sessions.
type SessionsRevoked struct {
	User string `json:"user"`
}

// Kind is user.sessions_revoked/1.
func (SessionsRevoked) Kind() ledger.Kind {
	return ledger.Kind{Name: "user.sessions_revoked", Version: 1}
}

// Check refuses to speak of nobody's sessions.
func (f SessionsRevoked) Check() error { return checkHandle("a user", f.User) }
