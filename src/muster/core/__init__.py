"""Values of the house: days, quantities, records, firmness, problems. Imports nothing of ours."""
