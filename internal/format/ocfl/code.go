package ocfl

// Code names a rule of OCFL 1.1 by the code of its validation-codes document.
// The text beside each says what was found.
//
// Of several codes for one sentence of the specification, one is given: E002,
// E004, E026, E034, E045, E055, E075, E077, E084, E088, E098 and E105 are told
// under a neighbour. E021, E022, E027, E028, E039, E051, E062, E074, E082,
// E083, E087, E089 and W012 ask something of a program or a person that cannot
// be seen in the files.
type Code string

// Errors in an object.
const (
	E001 Code = "E001" // a file or folder that has no place in the object root
	E003 Code = "E003" // not exactly one version declaration
	E005 Code = "E005" // the declaration's name does not begin with 0
	E006 Code = "E006" // the declaration names no version of the specification known here
	E007 Code = "E007" // the declaration's text is not its name's
	E008 Code = "E008" // no version
	E009 Code = "E009" // versions do not begin at 1
	E010 Code = "E010" // a version is missing
	E011 Code = "E011" // zero-padded versions, and one without a leading zero
	E012 Code = "E012" // version folders named in two ways
	E013 Code = "E013" // a later version is not named as the first
	E014 Code = "E014" // a content path names a version folder in another way
	E015 Code = "E015" // a file in a version folder beside the inventory
	E016 Code = "E016" // a version's files are listed and its content folder is not there
	E017 Code = "E017" // contentDirectory holds a slash
	E018 Code = "E018" // contentDirectory is . or ..
	E019 Code = "E019" // contentDirectory was not set in the first version
	E020 Code = "E020" // contentDirectory changed between versions
	E023 Code = "E023" // a content file that a manifest leaves out
	E024 Code = "E024" // an empty folder among the content
	E025 Code = "E025" // a digest algorithm other than sha512 and sha256
	E029 Code = "E029" // a malformed sha1
	E030 Code = "E030" // a malformed sha256
	E031 Code = "E031" // a malformed sha512
	E032 Code = "E032" // a malformed blake2b
	E033 Code = "E033" // the inventory is not JSON in UTF-8, or not a JSON object
	E035 Code = "E035" // a content path with backslashes
	E036 Code = "E036" // id, type, digestAlgorithm or head is missing or no string
	E037 Code = "E037" // the id is empty, or not the same or not unique where it must be
	E038 Code = "E038" // the type is not that of the version declared
	E040 Code = "E040" // head is not the latest version
	E041 Code = "E041" // no manifest
	E042 Code = "E042" // a content path that is not below a version folder
	E043 Code = "E043" // no versions block
	E044 Code = "E044" // versions is not an object
	E046 Code = "E046" // version folders and the versions block disagree
	E047 Code = "E047" // a version is not an object
	E048 Code = "E048" // a version without created or state
	E049 Code = "E049" // created is not a date and time of RFC 3339
	E050 Code = "E050" // state is no object of digests, or has one the manifest lacks
	E052 Code = "E052" // a logical path with an element ., .. or an empty one
	E053 Code = "E053" // a logical path that begins or ends with a slash
	E054 Code = "E054" // user without a name
	E056 Code = "E056" // a fixity algorithm that no specification or extension names
	E057 Code = "E057" // a fixity block not built as the manifest is, or a malformed value
	E058 Code = "E058" // an inventory without its sidecar
	E059 Code = "E059" // a sidecar for another algorithm
	E060 Code = "E060" // the sidecar's digest is not the inventory's
	E061 Code = "E061" // the sidecar is not DIGEST inventory.json
	E063 Code = "E063" // no inventory in the object root
	E064 Code = "E064" // the inventories of the root and the latest version differ
	E066 Code = "E066" // a version's state differs between inventories
	E067 Code = "E067" // a file among the extension folders of an object
	E090 Code = "E090" // a link, or anything that is not a file or folder
	E092 Code = "E092" // content that is missing or not what the manifest says
	E093 Code = "E093" // content that is missing or not what the fixity block says
	E094 Code = "E094" // message is not a string
	E095 Code = "E095" // a logical path twice, or one that is also a folder
	E096 Code = "E096" // a digest twice in the manifest
	E097 Code = "E097" // a digest twice in a fixity block
	E099 Code = "E099" // a content path with an element ., .. or an empty one
	E100 Code = "E100" // a content path that begins or ends with a slash
	E101 Code = "E101" // a content path twice, or one that is also a folder
	E102 Code = "E102" // a key the specification does not name
	E103 Code = "E103" // a version of an older specification than the one before
	E104 Code = "E104" // a version name that is not v and a number
	E106 Code = "E106" // the manifest is not an object of digests with content paths
	E107 Code = "E107" // a manifest digest that no state uses
	E108 Code = "E108" // contentDirectory is no name of a folder
	E110 Code = "E110" // the id changed between versions
	E111 Code = "E111" // fixity is not an object
)

// Errors in a storage root.
const (
	E069 Code = "E069" // no root declaration
	E070 Code = "E070" // ocfl_layout.json without extension or description
	E071 Code = "E071" // the layout's extension is not registered
	E072 Code = "E072" // a file outside any object
	E073 Code = "E073" // an empty folder
	E076 Code = "E076" // not exactly one root declaration
	E078 Code = "E078" // the root declaration's name does not begin with 0
	E079 Code = "E079" // the root declaration names no version known here
	E080 Code = "E080" // the root declaration's text is not its name's
	E081 Code = "E081" // an object of a later version than its root
	E085 Code = "E085" // a path of folders that does not end in an object
	E112 Code = "E112" // a file among the extension folders of the root
)

// Warnings.
const (
	W001 Code = "W001" // zero-padded version names
	W002 Code = "W002" // a folder in a version folder beside the content
	W003 Code = "W003" // a content folder without content
	W004 Code = "W004" // not sha512
	W005 Code = "W005" // the id is not a URI
	W007 Code = "W007" // a version without message or user
	W008 Code = "W008" // a user without address
	W009 Code = "W009" // an address that is not a URI
	W010 Code = "W010" // a version without an inventory
	W011 Code = "W011" // created, message or user differ between inventories
	W013 Code = "W013" // an object extension that is not registered
	W014 Code = "W014" // an object where the root's layout does not put it
	W015 Code = "W015" // objects both in the root itself and below folders
	W016 Code = "W016" // a root extension that is not registered
)
