// Package request knows what was asked of those who could act, what they
// answered, and how long it has been open. It must never take an answer for
// more than it was: who only confirms receipt has not answered, and silence is
// no consent.
package request
