// Package naming knows how personal names of Persian, Arabic, Kurdish and
// Azerbaijani are built, spelled and told apart: which part is the given name,
// the father's, the surname; which spellings are one name; how two names
// compare, token by token. It must never decide that two names are one person,
// and never give a guess (a role by word order, a vowel nobody wrote) without
// saying that it is one.
package naming
