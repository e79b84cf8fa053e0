// Package person knows which mentions are one human being, from claims and
// judgements alone. It must never store a person: taking back a judgement
// takes back all its effects.
package person
