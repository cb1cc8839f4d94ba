-- The bits of a filter look random: compressing them costs time and saves nothing.
alter table behaviour_filter alter column ids set storage external;
