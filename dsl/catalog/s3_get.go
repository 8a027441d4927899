package catalog

import "github.com/zclconf/go-cty/cty"

// s3Get reads an object.
var s3Get = Kind{
	Name: "s3_get",
	Doc:  "Reads an object of Amazon S3, of text that fits a state machine.",
	Args: []Arg{
		s3BucketArg,
		s3KeyArg,
		{
			Name: "version", ASL: "VersionId", Type: cty.String,
			Doc: "Version of the object; the newest where it is left out.",
		},
		{
			Name: "kms_key", Type: cty.String, Static: true, Form: kmsKeyForm, Like: kmsKeyLike,
			Doc: "Id or ARN of the customer managed key that the object is encrypted with, so that the machine may use it.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call:  Call{Resource: "arn:aws:states:::aws-sdk:s3:getObject"},
		Result: record(map[string]cty.Type{
			"Body":                 cty.String,
			"CacheControl":         cty.String,
			"ContentEncoding":      cty.String,
			"ContentLength":        cty.Number,
			"ContentType":          cty.String,
			"ETag":                 cty.String,
			"LastModified":         cty.String,
			"Metadata":             pairs,
			"SsekmsKeyId":          cty.String,
			"ServerSideEncryption": cty.String,
			"VersionId":            cty.String,
		}),
		Allow: []Allow{
			{Actions: []string{"s3:GetObject"}, Resource: s3ObjectARN, Unless: "version"},
			{Actions: []string{"s3:GetObjectVersion"}, Resource: s3ObjectARN, If: "version"},
			// Where it may not be told, a missing object looks like a
			// forbidden one.
			{Actions: []string{"s3:ListBucket"}, Resource: "arn:{partition}:s3:::{bucket}", Named: Missing},
			useKey("s3", "kms:Decrypt"),
		},
	}},
	Notes: []string{
		"`Body` is the text of the object; `output = jsondecode(result.Body)` gives what it says in JSON.",
		"All of the answer has to fit 256 KiB. What is larger belongs to a function, or to the `reader` of a distributed map.",
	},
	Errors: []string{
		"S3.NoSuchBucketException",
		"S3.NoSuchKeyException",
		"S3.S3Exception",
	},
	Transient: SDKCall{Service: "s3", Action: "getObject"}.Transient(),
	Example: `task "s3_get" "manifest" {
  bucket = "acme-lake"
  key    = "raw/${run.scheduled_date}/manifest.json"
}`,
}
