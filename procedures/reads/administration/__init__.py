"""What an administrator sees of units, officers, calendars, versions, jobs and chains."""
