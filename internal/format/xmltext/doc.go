// Package xmltext knows the words of an XML file of any kind (XML 1.0): a line
// an element's text or attribute, with its name. It must never expand what the
// file defines (entities), fetch what it names, or build its tree in memory.
package xmltext
