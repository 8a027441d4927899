package catalog

import "github.com/zclconf/go-cty/cty"

// s3Put writes an object.
var s3Put = Kind{
	Name: "s3_put",
	Doc:  "Writes an object of Amazon S3.",
	Args: []Arg{
		s3BucketArg,
		s3KeyArg,
		{
			Name: "body", ASL: "Body", Type: whatever, Required: true, Keep: true,
			Doc: "What is written: any value, as JSON.",
		},
		{
			Name: "content_type", ASL: "ContentType", Type: cty.String,
			Doc: "Media type of the object.",
		},
		{
			Name: "metadata", ASL: "Metadata", Type: pairs,
			Doc: "Metadata of the object.",
		},
		{
			Name: "kms_key", ASL: "SsekmsKeyId", Type: cty.String, Static: true, Form: kmsKeyForm, Like: kmsKeyLike,
			Doc: "Id or ARN of the customer managed key to encrypt the object with; the bucket's own way where it is left out.",
		},
	},
	Modes: []Mode{{
		Await: "completion",
		Call: Call{
			Resource:  "arn:aws:states:::aws-sdk:s3:putObject",
			Arguments: `{ ServerSideEncryption = kms_key == null ? null : "aws:kms" }`,
		},
		Result: record(map[string]cty.Type{
			"BucketKeyEnabled":     cty.Bool,
			"ETag":                 cty.String,
			"Expiration":           cty.String,
			"SsekmsKeyId":          cty.String,
			"ServerSideEncryption": cty.String,
			"VersionId":            cty.String,
		}),
		Allow: []Allow{
			allow(s3ObjectARN, "s3:PutObject"),
			useKey("s3", "kms:GenerateDataKey"),
		},
	}},
	Notes: []string{
		"An object or a list is written as its JSON. How text is written, with quotation marks or without, is unverified: " +
			"write an object where it matters.",
	},
	Errors: []string{
		"S3.NoSuchBucketException",
		"S3.S3Exception",
	},
	Transient: SDKCall{Service: "s3", Action: "putObject"}.Transient(),
	Example: `task "s3_put" "marker" {
  bucket = "acme-lake"
  key    = "done/${run.scheduled_date}.json"
  body   = { execution = run.id }
}`,
}
