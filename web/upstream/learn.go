package upstream

import (
	"context"

	"unwind/data/feed"
)

// Learn asks a venue what its contracts are worth, where it has to be asked. It
// fails as [Client.Do] does.
func (c *Client) Learn(ctx context.Context, v *feed.Venue) error {
	if v.Contracts == nil {
		return nil
	}
	body, err := c.Do(ctx, v, v.Contracts.Request)
	if err != nil {
		return err
	}
	return v.Contracts.Learn(body)
}
