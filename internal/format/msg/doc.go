// Package msg knows a message as Outlook keeps it in a file of its own (MS-OXMSG
// within MS-CFB): who wrote to whom, when, about what, the text, and what is
// attached, messages included. It must never follow an address that the message
// names, nor believe a length that the file states before it was read.
//
//	__properties_version1.0            values of fixed length: numbers, times
//	__substg1.0_IIIITTTT               a value of property IIII, type TTTT
//	__recip_version1.0_#00000000/      a receiver, with the same streams inside
//	__attach_version1.0_#00000000/     a file; or a message, in __substg1.0_3701000D/
package msg
