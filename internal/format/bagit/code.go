package bagit

// Code names a kind of finding. Codes are stable: they may be stored and
// looked up.
type Code string

// What makes a bag invalid. Those marked "before 1.0" are a warning in bags
// that declare an earlier version, whose rules were looser.
const (
	DeclarationMissing   Code = "declaration-missing"    // no bagit.txt
	DeclarationMalformed Code = "declaration-malformed"  // bagit.txt is not the two lines required
	VersionUnsupported   Code = "version-unsupported"    // not 0.93 to 0.97 or 1.0
	EncodingUnsupported  Code = "encoding-unsupported"   // tag files in an encoding not known here
	EncodingWrong        Code = "encoding-wrong"         // a tag file is not in the encoding declared
	ByteOrderMark        Code = "byte-order-mark"        // bagit.txt or a UTF-8 tag file begins with one
	PayloadMissing       Code = "payload-folder-missing" // no data/
	ManifestMissing      Code = "manifest-missing"       // no payload manifest
	AlgorithmUnsupported Code = "algorithm-unsupported"  // a manifest nobody here can check
	LineMalformed        Code = "line-malformed"         // a line of a manifest, fetch.txt or bag-info.txt
	PathUnsafe           Code = "path-unsafe"            // points outside the bag, or could on some system
	PathMisplaced        Code = "path-misplaced"         // payload manifest or fetch.txt outside data/, tag manifest inside it (before 1.0)
	EntryRepeated        Code = "entry-repeated"         // one path twice, same checksum (before 1.0)
	EntryContradicted    Code = "entry-contradicted"     // one path twice, other checksum
	FileMissing          Code = "file-missing"           // listed and not there
	FileNotFetched       Code = "file-not-fetched"       // listed, not there, and fetch.txt says where it was
	FileNotListed        Code = "file-not-listed"        // in data/ and in no manifest
	FileNotListedByAll   Code = "file-not-listed-by-all" // in data/ and not in every manifest
	FileUnreadable       Code = "file-unreadable"        // there, and could not be read
	FileIrregular        Code = "file-irregular"         // a link, device or folder where a file must be
	ChecksumWrong        Code = "checksum-wrong"         // the content is not what was listed
	FetchNotListed       Code = "fetch-not-listed"       // in fetch.txt and not in every payload manifest (before 1.0: in any)
	ManifestNotListed    Code = "manifest-not-listed"    // a tag manifest leaves a payload manifest out (before 1.0)
	TagManifestListed    Code = "tag-manifest-listed"    // a tag manifest lists a tag manifest (before 1.0)
	OxumMalformed        Code = "payload-oxum-malformed" // Payload-Oxum is not octets.files
	OxumWrong            Code = "payload-oxum-wrong"     // Payload-Oxum disagrees with data/
	LimitExceeded        Code = "limit-exceeded"         // a tag file is larger than this package reads
)

// What is doubtful in a valid bag, or in what Write was given.
const (
	NamesCollide       Code = "names-collide"        // two names become one on systems that fold case or normalise Unicode
	NameUnportable     Code = "name-unportable"      // a name some systems refuse or change
	NameFoundOtherwise Code = "name-found-otherwise" // the file is there, its name written in another case or Unicode form
	PercentUnencoded   Code = "percent-unencoded"    // a % in a path that 1.0 wants as %25
	PathDotted         Code = "path-dotted"          // a path begins with ./
	ManifestNameOdd    Code = "manifest-name-odd"    // the algorithm in its file name is not in the normal form
	LineMd5sum         Code = "line-md5sum"          // a checksum tool's asterisk before the path
	LabelSpaced        Code = "label-spaced"         // white space where 1.0 allows none
	FieldRepeated      Code = "field-repeated"       // a metadata element that should stand once
	FetchLengthWrong   Code = "fetch-length-wrong"   // fetch.txt gives another size than the file has
	TagFileUnlisted    Code = "tag-file-unlisted"    // a file outside data/ that no tag manifest vouches for
	TagManifestMissing Code = "tag-manifest-missing" // nothing vouches for the tag files
	AlgorithmWeak      Code = "algorithm-weak"       // only MD5 or SHA-1, for which collisions can be made
	SystemFile         Code = "system-file"          // left behind by a file manager, such as Thumbs.db
)
