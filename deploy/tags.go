package deploy

// The tags that say whose a resource is. No tag of a user begins so.
const (
	TagProject  = "pipectl:project"
	TagPipeline = "pipectl:pipeline"
	// TagDigest is on machines only: the digest of what was last deployed
	// whole, of the pipeline with its schedules and all, or of a part. It is
	// the last thing that a deploy writes.
	TagDigest = "pipectl:digest"
	// TagAlias is on machines only: the alias that was last deployed, for
	// aliases take no tags.
	TagAlias = "pipectl:alias"
)

// TagsOf are the tags of a resource; nil where it takes none.
func TagsOf(r Resource) Tags {
	switch r := r.(type) {
	case *Role:
		return r.Tags
	case *LogGroup:
		return r.Tags
	case *Machine:
		return r.Tags
	case *ScheduleGroup:
		return r.Tags
	case *Rule:
		return r.Tags
	case *Policy, *Version, *Alias, *Schedule:
	}
	return nil
}

// withTags is a resource with other tags.
func withTags(r Resource, tags Tags) Resource {
	switch r := r.(type) {
	case *Role:
		c := *r
		c.Tags = tags
		return &c
	case *LogGroup:
		c := *r
		c.Tags = tags
		return &c
	case *Machine:
		c := *r
		c.Tags = tags
		return &c
	case *ScheduleGroup:
		c := *r
		c.Tags = tags
		return &c
	case *Rule:
		c := *r
		c.Tags = tags
		return &c
	case *Policy, *Version, *Alias, *Schedule:
	}
	return r
}
