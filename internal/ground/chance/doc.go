// Package chance knows how to draw from distributions by a seed, so that the
// same seed gives the same draws on every machine, in every release. It must
// never be a source of secrets: whoever knows the seed knows every draw.
package chance
