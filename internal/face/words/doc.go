// Package words knows what the web faces say in Persian, Arabic and English:
// one table a language, numbers and dates as each writes them, and which of
// the three a reader wants. It must never hold a fact of an archive, and never
// answer a key it does not know with silence.
package words
