// Package support knows what becomes of claims, values and conclusions when
// something they rest on falls: a document found forged, a source found to
// lie, a teller found not to have been there. It must never record anything: to
// ask what would fall changes nothing, and what falls is decided by people.
package support
